import { createHash } from 'node:crypto';
import type { LogFilter } from './filter-pattern.ts';
import { readBacklog } from './log-file.ts';
import { eventOfLine, type LoggedEvent, type LogGroups } from './log-groups.ts';

/** A line that is to be delivered. */
export interface PendingLine {
  readonly id: string;
  readonly timestampMs: number;
  readonly message: string;
  readonly streamName: string;
  readonly endByte: number;
}

/** More lines than this stay in the file only: a destination that is down must not use up the memory. */
const maxLines = 20_000;
/** The log stream of lines that are read back, since the file does not have the name of theirs. */
const recoveredStream = 'recovered';

/**
 * The lines of a log group that match a filter, in the order of its file. Lines that are written while the server runs
 * are kept in memory, with their stream and time. Lines from before the start, or for which there was no room, are read
 * back from the file.
 */
export class PendingLines {
  readonly #groupName: string;
  readonly #filter: LogFilter;
  readonly #file: string;
  #lines: PendingLine[] = [];
  /** Everything before this place in the file is among the lines, was taken, or does not match. */
  #endByte: number;
  /** Whether there may be something to read back. */
  #isBehind = true;

  constructor(groups: LogGroups, groupName: string, filter: LogFilter, fromByte: number) {
    this.#groupName = groupName;
    this.#filter = filter;
    this.#file = groups.file(groupName);
    this.#endByte = fromByte;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Takes what has just been appended to the group. */
  add(streamName: string, events: readonly LoggedEvent[]): void {
    for (const event of events) {
      if (event.startByte === this.#endByte && this.#lines.length < maxLines) this.#accept(event, streamName);
      else this.#isBehind ||= event.endByte > this.#endByte || event.startByte === 0;
    }
  }

  /** Reads back a part of what is in the file only, if there is room for it. */
  async readBack(): Promise<void> {
    if (!this.#isBehind || this.#lines.length > 0) return;
    const fromByte = this.#endByte;
    this.#isBehind = false;
    const backlog = await readBacklog(this.#file, fromByte).catch((error: unknown) => {
      this.#isBehind = true;
      throw error;
    });
    // Lines that were added meanwhile had this place in the file: what was read is already among them.
    const isStale = this.#endByte !== fromByte;
    if (isStale || backlog.lines.length > 0 || backlog.endByte !== fromByte) this.#isBehind = true;
    if (isStale) return;
    this.#endByte = backlog.startByte;
    for (const { text, ...place } of backlog.lines)
      this.#accept({ ...eventOfLine(text), ...place }, recoveredStream);
    this.#endByte = backlog.endByte;
  }

  /**
   * The first lines, limited by their number and by the sum of their characters, but at least one. They stay until
   * they are dropped.
   *
   * @returns also the place in the file before which there are no other matching lines
   */
  first(maxCount: number, maxLength: number): { lines: readonly PendingLine[]; endByte: number } {
    let length = 0;
    const tooLong = this.#lines.findIndex(({ message }, i) => {
      length += message.length;
      return i > 0 && length > maxLength;
    });
    const lines = this.#lines.slice(0, Math.min(maxCount, tooLong === -1 ? maxCount : tooLong));
    const isAll = lines.length === this.#lines.length;
    return { lines, endByte: isAll ? this.#endByte : (lines.at(-1)?.endByte ?? 0) };
  }

  drop(count: number): void {
    this.#lines.splice(0, count);
  }

  #accept(event: LoggedEvent, streamName: string): void {
    const { message, timestampMs, endByte } = event;
    this.#endByte = endByte;
    if (!this.#filter(message)) return;
    this.#lines.push({ id: this.#idOf(event), timestampMs, message, streamName, endByte });
  }

  /** 56 digits, as those of CloudWatch Logs. */
  #idOf({ startByte, timestampMs, message }: LoggedEvent): string {
    const identity = JSON.stringify([this.#groupName, startByte, timestampMs, message]);
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 46);
    return BigInt(`0x${hash}`).toString().padStart(56, '0');
  }
}
