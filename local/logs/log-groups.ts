import { EventEmitter } from 'node:events';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One event of a log group. */
export interface LogEvent {
  readonly timestampMs: number;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly retentionDays: number | null;
  readonly createdAtMs: number;
  /** Streams live as long as the server: their names only route writes on a laptop. */
  readonly streams: Set<string>;
}

interface LogGroupsEvents {
  appended: [groupName: string, streamName: string, events: readonly LogEvent[]];
}

/** CloudWatch Logs on a laptop: each group is one file of lines, in a folder tree like its name. */
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

  /** Resolves once the lines are in the file; writes to one group keep their order. */
  append(groupName: string, streamName: string, events: readonly LogEvent[]): Promise<void> {
    const path = this.file(groupName);
    const previous = this.#lastWrites.get(path) ?? Promise.resolve();
    const text = events.map((event) => `${singleLine(event)}\n`).join('');
    const written = previous.then(() => appendText(path, text));
    // The next write waits for this one, but does not fail with it.
    this.#lastWrites.set(
      path,
      written.catch(() => {}),
    );
    return written.then(() => {
      this.emit('appended', groupName, streamName, events);
    });
  }

  /** Resolves once everything appended so far is in its file. */
  async flush(): Promise<void> {
    await Promise.all(this.#lastWrites.values());
  }
}

/** CloudWatch's pattern for names, without what would leave the folder. */
export function isLogGroupName(name: string): boolean {
  return /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && name.split('/').every((part) => !/^\.+$/.test(part));
}

function singleLine(event: LogEvent): string {
  if (!/[\r\n]/.test(event.message)) return event.message;
  const { timestampMs, message } = event;
  return JSON.stringify({ timestamp: new Date(timestampMs).toISOString(), message });
}

async function appendText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  try {
    const { size } = await file.stat();
    const isTorn = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== 0x0a;
    // A crash can leave half a line; what follows starts on its own.
    await file.appendFile(isTorn ? `\n${text}` : text);
  } finally {
    await file.close();
  }
}
