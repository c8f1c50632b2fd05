import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Bundle, bundle } from './bundle.ts';
import type { Load, Memory, Order, Report, Run, SoakCounts } from './messages.ts';

/** A bundle in a process of its own, with nothing in its environment but what Lambda would give it. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  #waiting: { done: (value: unknown) => void; fail: (error: Error) => void } | null = null;
  #said = '';

  private constructor(worker: string, { file, environment }: Bundle) {
    this.#child = fork(worker, [file], {
      env: { ...environment },
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      // What functions print costs them the same as in Lambda, and is read by nobody.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4_000);
    });
    this.#child.on('message', (report: Report) => {
      if (report.ok) this.#waiting?.done(report.value);
      else this.#waiting?.fail(new Error(report.error));
    });
    this.#child.on('exit', (code) => {
      this.#waiting?.fail(new Error(`the function's process ended with ${code}:\n${this.#said}`));
    });
  }

  /** @throws Error where the bundle cannot be loaded */
  static async start(worker: string, bundle: Bundle): Promise<FunctionProcess> {
    const started = new FunctionProcess(worker, bundle);
    await started.#answer();
    return started;
  }

  /**
   * Calls the handler once.
   *
   * @throws Error where the handler throws
   */
  invoke(event: object): Promise<unknown> {
    return this.#ask({ kind: 'invoke', event });
  }

  /** Gives the events that later calls go through in turn, and the verdict or status that each must get. */
  async feed(events: readonly object[], expected: string): Promise<void> {
    await this.#ask({ kind: 'feed', events, expected });
  }

  /** @throws Error at the first call that throws or has another answer than expected */
  run(load: Load): Promise<Run> {
    return this.#ask({ kind: 'run', ...load }) as Promise<Run>;
  }

  memory(): Promise<Memory> {
    return this.#ask({ kind: 'memory' }) as Promise<Memory>;
  }

  soak(durationMs: number, width: number): Promise<SoakCounts> {
    return this.#ask({ kind: 'soak', durationMs, width }) as Promise<SoakCounts>;
  }

  stop(): void {
    this.#child.removeAllListeners('exit');
    this.#child.kill('SIGKILL');
  }

  #ask(order: Order): Promise<unknown> {
    this.#child.send(order);
    return this.#answer();
  }

  #answer(): Promise<unknown> {
    return new Promise((done, fail) => {
      this.#waiting = { done, fail };
    });
  }
}

/** Bundles the program of those processes into a folder. */
export function bundleWorker(folder: string): Promise<string> {
  return bundle(join(import.meta.dirname, 'function-worker.ts'), join(folder, 'worker'));
}
