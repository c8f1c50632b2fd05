/** Builds the console, unless it is there as it would be, and prints the folder. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleFingerprint, repository } from './fingerprint.ts';

/** Builds that are kept, for branches between which somebody goes to and fro. */
const keptBuilds = 5;

const cache = join(repository, 'node_modules', '.cache', 'latchkey-console');
const folder = join(cache, consoleFingerprint());
if (!existsSync(folder)) await buildInto(folder);
const now = new Date();
await utimes(folder, now, now);
await prune();
console.log(folder);

/** In a draft that is then renamed: simultaneous builds never see half of one. */
async function buildInto(target: string): Promise<void> {
  const draft = `${target}.draft.${process.pid}`;
  await mkdir(cache, { recursive: true });
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(repository, 'console', 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: draft, emptyOutDir: true },
    });
    await rename(draft, target).catch((error: unknown) => {
      // Another build was faster. It is the same.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function prune(): Promise<void> {
  const builds = (await readdir(cache)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const used = await Promise.all(
    builds.map(async (name) => ({
      path: join(cache, name),
      usedAtMs: (await stat(join(cache, name))).mtimeMs,
    })),
  );
  for (const { path } of used.toSorted((a, b) => b.usedAtMs - a.usedAtMs).slice(keptBuilds)) {
    await rm(path, { recursive: true, force: true });
  }
}
