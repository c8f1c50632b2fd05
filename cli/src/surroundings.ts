import type { Readable, Writable } from 'node:stream';

/** An output of the process; what a terminal adds is there for a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Input = Readable & { readonly isTTY?: boolean };

/** The keyring of the operating system. Each method throws where there is none, or it is locked. */
export interface Keyring {
  /** The longest secret that it takes, in characters. */
  readonly maxLength: number;
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}

/** Questions to the person at the terminal. */
export interface Prompts {
  /** @returns null where they end it instead of answering */
  confirm(question: string): Promise<boolean | null>;
}

/** How a command ended that was run: as a shell tells it, 126 and 127 where it could not be started. */
export interface CommandEnd {
  readonly started: boolean;
  readonly exitCode: number;
}

/** All that the command line knows of the world, so that tests have their own. */
export interface Surroundings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder with profiles, and with credentials where `--insecure-storage` asks for that. */
  readonly folder: string;
  readonly version: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof fetch;
  readonly keyring: Keyring;
  readonly prompts: Prompts;
  /** Resolves as soon as a browser has been asked for; throws where there is none. */
  readonly openBrowser: (address: string) => Promise<void>;
  /** Runs a command in the same terminal, with these variables and no others; signals are passed on to it. */
  readonly runCommand: (
    words: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
  ) => Promise<CommandEnd>;
  /** Aborted when the person ends the command (Ctrl-C), or the system does. */
  readonly signal: AbortSignal;
}
