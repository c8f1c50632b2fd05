import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { commandLine } from '../storage/process-identity.ts';
import { StartError } from '../start-error.ts';

const startTimeoutMs = 10_000;
const stopTimeoutMs = 3_000;
const portAttempts = 3;

/** The embedded DynamoDB: a child process over one SQLite file, restarted when it dies. */
export class Engine {
  readonly endpoint: string;
  readonly #binary: string;
  readonly #port: number;
  readonly #folder: DataFolder;
  #child: ChildProcess | null = null;
  #isStopping = false;
  #restartDelayMs = 200;

  private constructor(binary: string, port: number, folder: DataFolder) {
    this.#binary = binary;
    this.#port = port;
    this.#folder = folder;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /**
   * Starts the engine over the data folder, after ending one that a killed server left behind.
   *
   * @throws StartError where there is no engine for this machine, or it does not come up
   */
  static async start(folder: DataFolder): Promise<Engine> {
    const binary = engineBinary();
    await endOrphan(folder);
    for (let attempt = 1; ; attempt++) {
      const engine = new Engine(binary, await freePort(), folder);
      engine.#spawn();
      if (await engine.#untilUp()) return engine;
      await engine.stop();
      // Somebody may have taken the port in between.
      if (attempt === portAttempts) {
        throw new StartError(`the DynamoDB engine did not start:\n${readLog(folder)}`);
      }
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const pid = this.#child?.pid;
    if (pid !== undefined) await endProcess(pid, () => !isRunning(this.#child));
    rmSync(pidFile(this.#folder), { force: true });
  }

  /** For the last moment of the server's process, in which nothing can be awaited. */
  kill(): void {
    this.#isStopping = true;
    this.#child?.kill('SIGKILL');
  }

  #spawn(): void {
    const databasePath = databaseFile(this.#folder);
    const log = openSync(this.#folder.file('engine.log'), 'w', 0o600);
    // A group of its own: Ctrl-C in the terminal must not end it before the functions are done.
    const child = spawn(
      this.#binary,
      ['serve', '--host', '127.0.0.1', '--port', String(this.#port), '--db-path', databasePath],
      { detached: true, stdio: ['ignore', log, log], env: {} },
    );
    closeSync(log);
    this.#child = child;
    child.on('error', () => {});
    child.on('exit', () => void this.#restart());
    if (child.pid !== undefined) {
      const record = JSON.stringify({ pid: child.pid, port: this.#port, databasePath });
      void writeAtomically(pidFile(this.#folder), `${record}\n`);
    }
  }

  async #restart(): Promise<void> {
    if (this.#isStopping) return;
    await sleep(this.#restartDelayMs, undefined, { ref: false });
    this.#restartDelayMs = Math.min(this.#restartDelayMs * 2, 5_000);
    if (this.#isStopping) return;
    console.error('the DynamoDB engine ended; starting it again');
    this.#spawn();
    if (await this.#untilUp()) this.#restartDelayMs = 200;
  }

  async #untilUp(): Promise<boolean> {
    const deadlineMs = Date.now() + startTimeoutMs;
    while (Date.now() < deadlineMs && isRunning(this.#child)) {
      if (await accepts(this.#port)) return true;
      await sleep(20);
    }
    return false;
  }
}

function engineBinary(): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    throw new StartError(
      'There is no embedded DynamoDB for this machine (it comes with the optional npm package ' +
        '@dynoxide/linux-x64). Run DynamoDB Local instead, for instance with "docker run --rm -p 8000:8000 ' +
        'amazon/dynamodb-local -jar DynamoDBLocal.jar -sharedDb", and start with ' +
        'DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start.',
    );
  }
}

/** Ends the engine of a server that was killed; a stranger with the same process id is left alone. */
async function endOrphan(folder: DataFolder): Promise<void> {
  const record = (await readJson(pidFile(folder)).catch(() => null)) as { pid?: unknown } | null;
  const pid = record?.pid;
  if (typeof pid !== 'number') return;
  const isOrphan = () => {
    const command = commandLine(pid) ?? '';
    return command.includes('dynoxide') && command.includes(databaseFile(folder));
  };
  if (isOrphan()) await endProcess(pid, () => !isOrphan());
}

async function endProcess(pid: number, hasEnded: () => boolean): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadlineMs = Date.now() + stopTimeoutMs;
    while (Date.now() < deadlineMs) {
      if (hasEnded()) return;
      await sleep(10);
    }
  }
}

function isRunning(child: ChildProcess | null): boolean {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function pidFile(folder: DataFolder): string {
  return folder.file('engine.json');
}

function databaseFile(folder: DataFolder): string {
  return folder.file('dynamodb.sqlite');
}

function readLog(folder: DataFolder): string {
  return readFileSync(folder.file('engine.log'), 'utf8').slice(-2_000).trim();
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}
