/** Calls that are measured: the events in turn, over and over. */
export interface Load {
  /** Calls in all. */
  readonly calls: number;
  /** Calls that are under way at a time. */
  readonly width: number;
}

/** What a function's process is told to do; it does one thing after the other. */
export type Order =
  | { readonly kind: 'invoke'; readonly event: object }
  | { readonly kind: 'feed'; readonly events: readonly object[]; readonly expected: string }
  | ({ readonly kind: 'run' } & Load)
  | { readonly kind: 'memory' }
  | { readonly kind: 'soak'; readonly durationMs: number; readonly width: number };

/** What a run of calls took. */
export interface Run {
  readonly latenciesMs: readonly number[];
  readonly durationMs: number;
  /** Of the function's process, user and system together. */
  readonly cpuMs: number;
}

export interface Memory {
  readonly rssBytes: number;
  /** After a garbage collection. */
  readonly heapBytes: number;
}

/** Calls of a tenth of a second, by how they ended. */
export interface SoakCounts {
  readonly startedAtMs: number;
  /** As expected. */
  readonly answered: readonly number[];
  /** The handler threw, which API Gateway answers with 503. */
  readonly thrown: readonly number[];
  /** Any other answer: an Allow or a Deny that is not true. */
  readonly wrong: readonly number[];
  readonly afterFirstMinute: Memory;
  readonly atEnd: Memory;
}

export type Report =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** How long each slot of `SoakCounts` is. */
export const soakSlotMs = 100;
