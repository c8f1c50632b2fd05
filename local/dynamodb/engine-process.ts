import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../errors.ts';
import { atHiddenAddress } from '../http/hidden-address.ts';
import { freePort } from '../http/listen.ts';
import { endProcess } from '../process.ts';

const startTimeoutMs = 30_000;
const portAttempts = 3;

/** Where an engine listens. */
export interface EngineAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * How an engine is started. By default it has no tables, keeps them in memory, and listens at an address that no web
 * page can guess: it asks nobody for a signature, and lets pages of every origin read what it answers.
 */
export interface EngineOptions {
  /** SQLite file with all tables. */
  readonly database?: string;
  readonly address?: EngineAddress | undefined;
  /** File descriptor that the engine's output goes to. */
  readonly log?: number;
  /** Whether the engine has a process group of its own. Ctrl-C in the terminal does not reach that. */
  readonly isDetached?: boolean;
  /** Called with the process id as soon as there is one. */
  readonly onSpawn?: (pid: number) => void;
}

/** An embedded DynamoDB in a process of its own. It ends with this process at the latest. */
export class EngineProcess {
  readonly address: EngineAddress;
  readonly endpoint: string;
  /** Resolves once the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #isRunning: boolean;

  private constructor(options: EngineOptions, address: EngineAddress) {
    const { database, log, isDetached = false, onSpawn } = options;
    const stored = database === undefined ? [] : ['--db-path', database];
    const { host, port } = address;
    const args = ['serve', '--host', host, '--port', String(port), ...stored];
    const output = log ?? 'ignore';
    const child = spawn(engineBinary(), args, {
      detached: isDetached,
      stdio: ['ignore', output, output],
      env: {},
    });
    this.address = address;
    this.endpoint = `http://${host}:${port}`;
    this.#child = child;
    this.#isRunning = child.pid !== undefined;
    // An engine that cannot be spawned has no process id. That is how it is recognized.
    child.on('error', () => {});
    this.ended = this.#untilEnd();
    if (child.pid !== undefined) onSpawn?.(child.pid);
  }

  /**
   * Resolves once the engine takes connections.
   *
   * @throws StartError where there is no engine for this machine, or it does not come up
   */
  static async start(options: EngineOptions = {}): Promise<EngineProcess> {
    for (let attempt = 1; ; attempt++) {
      const engine = new EngineProcess(options, options.address ?? (await freeAddress()));
      if (await engine.#untilUp()) return engine;
      await engine.stop();
      // Another program may have taken the port in between.
      if (attempt === portAttempts) throw new StartError('the embedded DynamoDB did not start');
    }
  }

  /** Sends a signal. After SIGSTOP the engine keeps its connections, takes new ones, and answers none. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    const { pid } = this.#child;
    if (pid !== undefined && this.#isRunning) await endProcess(pid, () => !this.#isRunning);
  }

  async #untilEnd(): Promise<void> {
    const kill = () => this.kill('SIGKILL');
    process.once('exit', kill);
    await once(this.#child, 'exit').catch(() => {});
    process.off('exit', kill);
    this.#isRunning = false;
  }

  async #untilUp(): Promise<boolean> {
    const deadlineMs = Date.now() + startTimeoutMs;
    while (Date.now() < deadlineMs && this.#isRunning) {
      if (await accepts(this.address)) return true;
      await sleep(10);
    }
    return false;
  }
}

/** @throws StartError where the optional package for this machine is not installed */
export function engineBinary(): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    throw new StartError(
      'There is no embedded DynamoDB for this machine (it comes with the optional npm package ' +
        '@dynoxide/linux-x64). Run DynamoDB Local instead, for instance with "docker run --rm ' +
        '-p 127.0.0.1:8000:8000 amazon/dynamodb-local -jar DynamoDBLocal.jar -sharedDb -cors none.invalid" ' +
        '(without -cors any web page may call it), and start with ' +
        'DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start.',
    );
  }
}

function freeAddress(): Promise<EngineAddress> {
  return atHiddenAddress(async (host) => ({ host, port: await freePort(host) }));
}

async function accepts(address: EngineAddress): Promise<boolean> {
  const socket = createConnection(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
