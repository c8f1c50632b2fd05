/** One run of the clock. */
export interface Turn {
  /** Of the run; stands in the events that come of it. */
  readonly requestId: string;
  /** Milliseconds since the epoch, after which nothing more is begun: the next turn goes on. */
  readonly deadlineMs: number;
}

/**
 * What the clock does in each of its turns, at least once a minute. Two turns can run at once, and any can end in the midst
 * of its work.
 *
 * @throws where something was left undone that a later turn has to do
 */
export type Task = (turn: Turn) => Promise<void>;
