import type { AuditEvent, Latchkey } from '@latchkey/client';
import type { EventFormat } from './event-lines.ts';
import type { AuditFilters } from './search.ts';

/** Events a page: the most that the API gives. */
const limit = 100;
/** Characters that are gathered before they are handed to the browser, which keeps large contents out of memory. */
const gatheredCharacters = 1_000_000;

type ReadPages = Latchkey['audit']['list'];

/** A file that is being made of all events that filters let through. It can stop anywhere, and go on there. */
export class EventExport {
  readonly #list: ReadPages;
  readonly #filters: AuditFilters;
  readonly #format: EventFormat;
  readonly #parts: Blob[] = [];
  #gathered: string;
  #cursor: string | null = null;
  count = 0;

  constructor(list: ReadPages, filters: AuditFilters, format: EventFormat) {
    this.#list = list;
    this.#filters = filters;
    this.#format = format;
    this.#gathered = format.beginning;
  }

  /**
   * Reads on to the end.
   *
   * @param tell called with the number of events after each page
   * @throws what the API refuses with; or the signal's reason. What was read until then is kept
   */
  async run(signal: AbortSignal, tell: (count: number) => void): Promise<Blob> {
    const query = { ...this.#filters, limit, ...(this.#cursor !== null && { cursor: this.#cursor }) };
    for await (const { items, cursor } of this.#list(query, { signal }).pages()) {
      signal.throwIfAborted();
      this.#take(items);
      this.#cursor = cursor;
      tell(this.count);
    }
    this.#handOver();
    return new Blob(this.#parts, { type: this.#format.mediaType });
  }

  #take(events: readonly AuditEvent[]): void {
    this.count += events.length;
    this.#gathered += events.map(this.#format.line).join('');
    if (this.#gathered.length > gatheredCharacters) this.#handOver();
  }

  #handOver(): void {
    this.#parts.push(new Blob([this.#gathered]));
    this.#gathered = '';
  }
}
