import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const startTimeoutMs = 30_000;

/** An embedded DynamoDB in a process of its own. It ends with this process at the latest. */
export class Engine {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #kill = () => void this.#child.kill('SIGKILL');

  private constructor(port: number, child: ChildProcess) {
    this.endpoint = `http://127.0.0.1:${port}`;
    this.#child = child;
    process.once('exit', this.#kill);
  }

  /**
   * @param database file with what it serves; null for an empty one in memory, which no disk disturbs
   * @throws Error where there is no engine for this machine, or it does not come up
   */
  static async start(database: string | null = null): Promise<Engine> {
    const port = await freePort();
    const stored = database === null ? [] : ['--db-path', database];
    const args = ['serve', '--host', '127.0.0.1', '--port', String(port), ...stored];
    const engine = new Engine(port, spawn(engineBinary(), args, { stdio: 'ignore', env: {} }));
    await engine.#untilUp(port);
    return engine;
  }

  /** Stops all of its threads: it keeps its connections, takes new ones, and answers none. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#kill();
    await ended;
  }

  async #untilUp(port: number): Promise<void> {
    const deadline = Date.now() + startTimeoutMs;
    while (Date.now() < deadline && this.#child.exitCode === null) {
      if (await accepts(port)) return;
      await sleep(10);
    }
    await this.stop();
    throw new Error('the embedded DynamoDB did not start');
  }
}

/** @throws Error where the optional package for this machine is not installed */
export function engineBinary(): string {
  return createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
