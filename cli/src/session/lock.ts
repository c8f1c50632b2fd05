import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exitCodes } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import type { Surroundings } from '../surroundings.ts';

/** Whoever holds it so long was killed: what is done under it takes seconds. */
const abandonedAfterMs = 60_000;
const [pauseMs, patienceMs] = [50, 70_000];

/**
 * Runs something while no other process runs the same. What it does has to be right even where two do it at once: a lock
 * that was left behind is broken.
 */
export async function underLock<T>(
  path: string,
  { now, sleep }: Pick<Surroundings, 'now' | 'sleep'>,
  run: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  for (let waitedMs = 0; !(await take(path, now)); waitedMs += pauseMs) {
    if (waitedMs > patienceMs) {
      throw new Failure(
        `another latchkey holds ${path}`,
        exitCodes.unavailable,
        'End it, or delete the file.',
      );
    }
    await sleep(pauseMs);
  }
  try {
    return await run();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, now: () => Date): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const made = await stat(path).catch(() => null);
  if (made !== null && now().getTime() - made.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  return false;
}
