import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine } from '../../local/process.ts';

/**
 * Makes a folder once, however many of jest's workers need it at the same time: the first makes it, aside, and the
 * others wait.
 */
export async function makeOnce(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  const [lock, draft] = [`${folder}.lock`, `${folder}.draft.${process.pid}`];
  await mkdir(dirname(folder), { recursive: true });
  while (!existsSync(folder)) {
    if (!take(lock)) {
      await sleep(100);
      continue;
    }
    try {
      if (existsSync(folder)) return;
      await make(draft);
      await rename(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
      rmSync(lock, { force: true });
    }
  }
}

/** Whether the lock is this process's now. What a process holds that was killed is free, for the next try. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (holderOf(lock)?.includes('jest') === false) rmSync(lock, { force: true });
    return false;
  }
}

/** The command line of the process that holds it, empty where there is none; null where nobody has it yet. */
function holderOf(lock: string): string | null {
  try {
    const pid = readFileSync(lock, 'utf8');
    return pid === '' ? null : (commandLine(Number(pid)) ?? '');
  } catch {
    return null;
  }
}
