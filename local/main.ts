import { dirname } from 'node:path';
import { LaptopServer } from './server.ts';
import { readSettings } from './settings.ts';
import { StartError } from './errors.ts';

const stopTimeoutMs = 10_000;
const parentCheckMs = 250;

// Functions expect UTC, and worker threads inherit the zone of the process.
process.env.TZ = 'UTC';
// What the server and its engine write is for the owner alone.
process.umask(0o077);
// The terminal may go away before the server does.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const interruption = new AbortController();
let server: LaptopServer | null = null;
let starting: Promise<void> = Promise.resolve();
let stopping: Promise<void> | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
endWithNpm();
process.on('uncaughtException', (error) => {
  console.error(error.stack);
  stop(1);
});
starting = start();

async function start(): Promise<void> {
  try {
    server = new LaptopServer(readSettings(process.argv.slice(2), process.env));
    console.log(await server.start(dirname(import.meta.dirname), interruption.signal));
  } catch (error) {
    if (interruption.signal.aborted) return;
    console.error(error instanceof StartError ? error.message : (error as Error).stack);
    stop(1);
  }
}

/** Ctrl-C reaches the process twice under npm, from the terminal and from npm: only the first one counts. */
function stop(exitCode: number): void {
  stopping ??= endProcess(exitCode);
}

async function endProcess(exitCode: number): Promise<void> {
  interruption.abort();
  setTimeout(() => process.exit(1), stopTimeoutMs).unref();
  await starting;
  await server?.stop();
  process.exit(exitCode);
}

/**
 * A signal to npm alone ends npm and its shell, but never reaches this process: it notices by its parent.
 * Started without npm, it may well outlive the shell that it was started from.
 */
function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, parentCheckMs).unref();
}
