import { dirname } from 'node:path';
import { asError, StartError } from './errors.ts';
import { LaptopServer } from './server.ts';
import { readSettings } from './settings.ts';

const stopTimeoutMs = 10_000;
const parentCheckMs = 250;

// Functions expect UTC, and worker threads inherit the zone of the process.
process.env.TZ = 'UTC';
// Files of the server and its engine are readable by their owner only.
process.umask(0o077);
// The terminal may be closed before the server ends.
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
    console.error(error instanceof StartError ? error.message : asError(error).stack);
    stop(1);
  }
}

/** Only the first call counts. Under npm, Ctrl-C comes twice: from the terminal, and from npm. */
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
 * Ends the server when npm ends. A signal to npm alone does not reach this process, but its parent changes then. A
 * server that was started without npm may outlive the shell that it was started from.
 */
function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, parentCheckMs).unref();
}
