import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../packing.ts';
import { commandSeconds, until, within } from './bound.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A computer of somebody with the command line: a home of its own, and a browser that notes what it is asked for. */
export class Computer {
  readonly home: string;
  readonly latchkey: string;
  readonly env: Record<string, string | undefined>;
  /** Exit codes of all commands. */
  readonly codes: Set<number>;
  readonly #asked: string;

  /** @param latchkey path of the installed program */
  constructor(folder: string, latchkey: string, codes: Set<number>) {
    this.home = join(folder, 'home');
    this.latchkey = latchkey;
    this.codes = codes;
    this.#asked = join(folder, 'asked');
    const programs = join(folder, 'bin');
    for (const each of [this.home, programs]) mkdirSync(each, { recursive: true });
    const browser = join(programs, 'xdg-open');
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf %s "$1" > '${this.#asked}.new' && mv '${this.#asked}.new' '${this.#asked}'\n`,
    );
    chmodSync(browser, 0o755);
    this.env = {
      PATH: `${programs}:${plainEnvironment['PATH']}`,
      HOME: this.home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    };
  }

  /** Runs the program with pipes. */
  async run(args: readonly string[], input = ''): Promise<Outcome> {
    const { child, ended } = this.start(args);
    child.stdin.end(input);
    const outcome = await ended();
    this.codes.add(outcome.code);
    return outcome;
  }

  /** Starts the program with pipes; its exit code is for the caller alone. */
  start(args: readonly string[]) {
    const child = spawn(this.latchkey, args, { env: this.env, cwd: this.home });
    child.stdin.on('error', () => {});
    const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
    const said = () => `${out()}${err()}`;
    const ended = once(child, 'close').then(
      (): Outcome => ({ code: child.exitCode ?? 128, out: out(), err: err() }),
    );
    return { child, said, ended: () => within(commandSeconds, () => told(args, said()), ended) };
  }

  /**
   * Runs the program in a terminal, as `script` makes one.
   *
   * @param typed what is typed as soon as a text is shown, in this order
   */
  async inTerminal(
    args: readonly string[],
    typed: readonly (readonly [
      shown: string | RegExp,
      keys: (shown: string) => string | Promise<string>,
    ])[] = [],
  ): Promise<{ code: number; shown: string }> {
    const quoted = [this.latchkey, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    // Without a size it has no columns.
    const inFull = `stty cols 200 rows 50; ${quoted}`;
    const child = spawn('script', ['--quiet', '--return', '--command', inFull, '/dev/null'], {
      env: this.env,
      cwd: this.home,
    });
    child.stdin.on('error', () => {});
    const shown = textOf(child.stdout);
    let isOver = false;
    const closed = once(child, 'close').then(() => {
      isOver = true;
    });
    const bounded = async <T>(work: Promise<T>) =>
      await within(commandSeconds, () => told(args, shown()), work);
    for (const [text, keys] of typed) {
      const isShown = () => (typeof text === 'string' ? shown().includes(text) : text.test(shown()));
      const isThere = await bounded(until(() => isShown() || (isOver ? false : null)));
      if (!isThere) throw new Error(`${told(args, shown())}\nended without ${String(text)}`);
      child.stdin.write(await keys(shown()));
    }
    await bounded(closed);
    const code = child.exitCode ?? 128;
    this.codes.add(code);
    return { code, shown: shown() };
  }

  /** The address that the browser is asked for next. */
  async asked(): Promise<string> {
    const read = () => (existsSync(this.#asked) ? readFileSync(this.#asked, 'utf8') : null);
    const address = await within(commandSeconds, () => 'The browser', until(read));
    rmSync(this.#asked);
    return address;
  }

  /** Paths of all that stands in the home, with the content of files. */
  files(): Map<string, string> {
    const entries = readdirSync(this.home, { recursive: true, withFileTypes: true });
    return new Map(
      entries.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, entry.isFile() ? readFileSync(path, 'latin1') : ''];
      }),
    );
  }
}

/** A command, and what it said. */
function told(args: readonly string[], said: string): string {
  return `latchkey ${args.join(' ')}, which said\n${said}`;
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return () => text;
}
