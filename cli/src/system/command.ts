import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { CommandEnd } from '../surroundings.ts';

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
/** Of the keyboard: the terminal has sent them to the command as well. */
const ofTerminal: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * Runs a command in this terminal, and passes signals on to it. From then on they end this process no more: whoever
 * called has something left to do when the command is over.
 */
export async function runCommand(
  [file = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandEnd> {
  const child = spawn(file, args, { env, stdio: 'inherit' });
  for (const signal of passed) {
    if (process.platform === 'win32' && signal !== 'SIGINT' && signal !== 'SIGTERM') continue;
    process.on(signal, () => {
      if (process.stdin.isTTY && ofTerminal.has(signal)) return;
      child.kill(signal);
    });
  }
  return await new Promise((done) => {
    child.once('error', ({ code }: NodeJS.ErrnoException) => {
      done({ started: false, exitCode: code === 'ENOENT' ? 127 : 126 });
    });
    child.once('exit', (code, signal) => {
      // As shells tell of a command that a signal has ended.
      done({ started: true, exitCode: signal === null ? (code ?? 1) : 128 + constants.signals[signal] });
    });
  });
}
