import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCli } from '../../cli/src/cli.ts';
import type { Keyring, Output, Surroundings } from '../../cli/src/surroundings.ts';
import { serviceConfiguration } from './records.ts';

/** A keyring in memory. */
export class MemoryKeyring implements Keyring {
  readonly maxLength: number;
  readonly secrets = new Map<string, string>();
  isLocked = false;

  constructor(maxLength = 100_000) {
    this.maxLength = maxLength;
  }

  async get(account: string): Promise<string | null> {
    this.#open();
    return this.secrets.get(account) ?? null;
  }

  async set(account: string, secret: string): Promise<void> {
    this.#open();
    if (secret.length > this.maxLength) throw new Error('the secret is too long');
    this.secrets.set(account, secret);
  }

  async delete(account: string): Promise<void> {
    this.#open();
    this.secrets.delete(account);
  }

  #open(): void {
    if (this.isLocked) throw new Error('there is no keyring');
  }
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs commands one after the other on a computer of its own: with a folder, a keyring, and no terminal. */
export class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
  readonly keyring = new MemoryKeyring();
  readonly env: Record<string, string> = {};
  /** Addresses that a browser was asked for. */
  readonly opened: string[] = [];
  now = () => new Date();
  fetch: typeof fetch = globalThis.fetch;
  openBrowser = async (address: string): Promise<void> => void this.opened.push(address);
  answer: boolean | null = true;
  runCommand: Surroundings['runCommand'] = async () => ({ started: true, exitCode: 0 });

  /** A terminal with the credential of a program for a deployment. */
  static at(deployment: { readonly fetch: typeof fetch }, token = 'given-token'): Terminal {
    const terminal = new Terminal();
    terminal.fetch = deployment.fetch;
    terminal.env['LATCHKEY_TOKEN'] = token;
    terminal.env['LATCHKEY_URL'] = serviceConfiguration.apiUrl;
    return terminal;
  }

  /** @param changes of the surroundings; `input` is all of standard input */
  async run(
    args: readonly string[],
    changes: Partial<Surroundings> & { input?: string } = {},
  ): Promise<Outcome> {
    const { input = '', ...others } = changes;
    const [stdin, stdout, stderr] = [new PassThrough(), collect(), collect()];
    stdin.end(input);
    const code = await runCli({
      args,
      env: this.env,
      folder: this.folder,
      version: '1.2.3',
      stdin,
      stdout: stdout.stream,
      stderr: stderr.stream,
      now: () => this.now(),
      sleep: async () => await new Promise((done) => setImmediate(done)),
      fetch: (...given) => this.fetch(...given),
      keyring: this.keyring,
      prompts: { confirm: async () => this.answer },
      openBrowser: (address) => this.openBrowser(address),
      runCommand: (...given) => this.runCommand(...given),
      signal: new AbortController().signal,
      ...others,
    });
    return { code, out: stdout.text(), err: stderr.text() };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function collect(): { stream: Output; text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
