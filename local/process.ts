import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './errors.ts';

/** How long a process may take to end after a signal. */
const endTimeoutMs = 3_000;

/**
 * The command line of a living process, or null where there is none. A process id alone proves nothing:
 * after a reboot it may belong to another program.
 */
export function commandLine(pid: number): string | null {
  if (pid <= 0 || !isAlive(pid)) return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
  } catch {
    return commandLineFromPs(pid);
  }
}

/** Asks a process to end, and kills it if it takes too long. */
export async function endProcess(pid: number, hasEnded: () => boolean): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadlineMs = Date.now() + endTimeoutMs;
    while (Date.now() < deadlineMs) {
      if (hasEnded()) return;
      await sleep(10);
    }
  }
}

function commandLineFromPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
