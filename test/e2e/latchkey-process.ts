import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastingRetentions } from '../fixtures/former-main.ts';

const projectRoot = join(import.meta.dirname, '../..');

/** Ten seconds: long enough to look at an expired key, short enough to wait for its end. */
export const retentionSeconds = 10;
export const consoleOrigin = 'https://console.example.com';

/** Each configuration is synthesized for itself, and so there are few. */
const asArgs = (pairs: readonly string[]) => pairs.flatMap((pair) => ['-c', pair]);
// The console is served there, and so not here.
const withoutPages = ['console=false', `consoleOrigin=${consoleOrigin}`];

/** Arguments of a deployment that keeps next to nothing. */
export const trialArgs = asArgs([
  `retentionDays=${retentionSeconds / 86_400}`,
  'rateLimitTiers={"tiny":5,"enterprise":null}',
  ...withoutPages,
]);

/** Arguments of a deployment that is as in `cdk.json`, but keeps what it has, and whose start puts no pages anywhere. */
export const lastingArgs = asArgs([...lastingRetentions, ...withoutPages]);

/**
 * Arguments of a deployment whose webhooks may lead to this machine, and that keeps expired keys for half a minute: the
 * clock, which comes once a minute, can tell of an end before that.
 */
export const webhookArgs = asArgs([
  `retentionDays=${30 / 86_400}`,
  'auditRetentionDays=3653',
  'webhookTargets=any',
  ...withoutPages,
]);

export interface LatchkeyOptions {
  /** Data folder; a new one in the temporary folder where it is left out. */
  readonly dataFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of `npm start`. */
  readonly args?: readonly string[];
  /** The npm script that starts the server; without, it is started as `npm start` does, in half a second less. */
  readonly npmScript?: 'start' | 'example';
}

/** A running `npm start`, as a user's terminal would have it. It ends with the process that started it. */
export class LatchkeyProcess {
  readonly dataFolder: string;
  /** All that it has printed. */
  output = '';
  /** Null where the server has the console itself. */
  readonly #consoleOrigin: string | null;
  #child: ChildProcess;

  private constructor({ dataFolder, env = {}, args = [], npmScript }: LatchkeyOptions) {
    this.dataFolder = dataFolder ?? mkdtempSync(join(tmpdir(), 'latchkey-e2e-'));
    const [program, first] =
      npmScript === undefined
        ? ([process.execPath, ['local/main.ts']] as const)
        : (['npm', ['run', npmScript, '--']] as const);
    this.#consoleOrigin = args.includes('console=false') ? consoleOrigin : null;
    this.#child = spawn(program, [...first, ...args], {
      cwd: projectRoot,
      env: {
        ...process.env,
        // Makes the server end with its parent.
        npm_lifecycle_event: 'start',
        PORT: '0',
        LATCHKEY_DATA: this.dataFolder,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** Starts the server and waits for the banner. */
  static async start(options: LatchkeyOptions = {}): Promise<LatchkeyProcess> {
    const server = new LatchkeyProcess(options);
    while (!server.output.includes('Ctrl-C')) {
      if (server.#child.exitCode !== null) throw new Error(`npm start ended:\n${server.output}`);
      await sleep(50);
    }
    return server;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get bootstrap(): { url: string; adminUserId: string; adminKey: string } {
    return JSON.parse(readFileSync(join(this.dataFolder, 'bootstrap.json'), 'utf8'));
  }

  /** The page that people who have signed in are led back to. */
  get consoleUrl(): string {
    return `${this.#consoleOrigin ?? new URL(this.bootstrap.url).origin}/`;
  }

  /** The lines of a log group's file, parsed. */
  log(group: string): Record<string, unknown>[] {
    const file = join(this.dataFolder, 'logs', `${group}.jsonl`);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Ends it as Ctrl-C in a terminal does, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Ends npm and the server at once, as the kernel does; the engine is a process of its own and stays. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  removeData(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#child, 'exit');
    process.kill(-(this.#child.pid ?? 0), signal);
    await exited;
  }
}
