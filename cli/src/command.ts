import type { Command } from 'commander';
import type { Context } from './context.ts';

/** What a command does. @returns its exit code, one of `exitCodes` or that of a command it ran; nothing is success */
export type Action<Options, Args extends unknown[]> = (
  context: Context,
  options: Options,
  ...args: Args
) => Promise<number | void>;

/** Makes of what a command does what commander calls. */
export type Run = <Options, Args extends unknown[]>(
  action: Action<Options, Args>,
) => (...given: unknown[]) => Promise<void>;

/** Gives a command of the program what it takes and does, or a noun its commands. */
export type DefineCommand = (command: Command, run: Run) => void;

/** Adds a command to its noun. */
export type AddCommand = (parent: Command, run: Run) => void;

/** Examples at the end of a help page: lines of the shell. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}
