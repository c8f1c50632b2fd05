import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { parseObject } from '../json.ts';
import { appendLines } from './log-file.ts';

/** One event of a log group. */
export interface LogEvent {
  readonly timestampMs: number;
  readonly message: string;
}

/** An event with its place in the group's file. */
export interface LoggedEvent extends LogEvent {
  readonly startByte: number;
  /** Where the next line begins. */
  readonly endByte: number;
}

export interface LogGroup {
  readonly name: string;
  readonly retentionDays: number | null;
  readonly createdAtMs: number;
  /** Names of streams. They are forgotten when the server ends, since the file does not have them. */
  readonly streams: Set<string>;
}

interface LogGroupsEvents {
  appended: [groupName: string, streamName: string, events: readonly LoggedEvent[]];
}

/** CloudWatch Logs on a laptop. Each group is one file of lines, and the slashes of its name are folders. */
export class LogGroups extends EventEmitter<LogGroupsEvents> {
  readonly #folder: string;
  readonly #groups = new Map<string, LogGroup>();
  readonly #lastWrites = new Map<string, Promise<void>>();

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  get(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  list(): LogGroup[] {
    return [...this.#groups.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Creates the group where it does not exist. */
  ensure(name: string, retentionDays: number | null = null): LogGroup {
    const existing = this.#groups.get(name);
    if (existing !== undefined) return existing;
    const group = { name, retentionDays, createdAtMs: Date.now(), streams: new Set<string>() };
    this.#groups.set(name, group);
    return group;
  }

  file(groupName: string): string {
    return join(this.#folder, `${groupName.replace(/^\/+/, '')}.jsonl`);
  }

  /** Resolves once the lines are in the file. The order of writes to one group is kept. */
  append(groupName: string, streamName: string, events: readonly LogEvent[]): Promise<void> {
    const path = this.file(groupName);
    const previous = this.#lastWrites.get(path) ?? Promise.resolve();
    const lines = events.map((event) => `${singleLine(event)}\n`);
    const written = previous
      .then(() => appendLines(path, lines.join('')))
      .then((startByte) => {
        this.emit('appended', groupName, streamName, placed(events, lines, startByte));
      });
    // The next write waits for this one. It is made even if this one fails.
    this.#lastWrites.set(
      path,
      written.catch(() => {}),
    );
    return written;
  }

  /** Resolves once everything appended so far is in its file. */
  async flush(): Promise<void> {
    await Promise.all(this.#lastWrites.values());
  }
}

/** Whether CloudWatch Logs would accept the name, and it does not lead out of the folder. */
export function isLogGroupName(name: string): boolean {
  return /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && name.split('/').every((part) => !/^\.+$/.test(part));
}

/** The event behind a line of a group's file. Its time is the present where the line has no timestamp. */
export function eventOfLine(line: string): LogEvent {
  const { timestamp, message, ...more } = parseObject(line) ?? {};
  const timestampMs = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  const isWrapped = typeof message === 'string' && /[\r\n]/.test(message) && Object.keys(more).length === 0;
  return {
    timestampMs: Number.isNaN(timestampMs) ? Date.now() : timestampMs,
    message: isWrapped ? message : line,
  };
}

function placed(events: readonly LogEvent[], lines: readonly string[], startByte: number): LoggedEvent[] {
  let endByte = startByte;
  return events.map((event, i) => {
    const lineStartByte = endByte;
    endByte += Buffer.byteLength(lines[i] ?? '');
    return { ...event, startByte: lineStartByte, endByte };
  });
}

function singleLine(event: LogEvent): string {
  if (!/[\r\n]/.test(event.message)) return event.message;
  const { timestampMs, message } = event;
  return JSON.stringify({ timestamp: new Date(timestampMs).toISOString(), message });
}
