import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { ConsoleBucket, ServedFile } from './console-bucket.ts';
import { keptReleases, type Release, readReleases, releasesKey } from './releases.ts';

export interface PublisherDependencies {
  readonly bucket: Pick<ConsoleBucket, 'put' | 'read' | 'remove'>;
  /** The console as it was built. */
  readonly filesFolder: string;
}

const page = 'index.html';
const configurationKey = 'config.json';

/** Names below `assets/` have a hash of their content in them; nothing else may be kept without asking. */
const assets = 'assets/';
const forEver = 'public, max-age=31536000, immutable';
const askFirst = 'no-cache';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Puts a release of the console into the bucket: first what its page needs, then the page. Files of the release before
 * stay, for tabs that have it open, and those of the ones before it go.
 *
 * @param configuration what `config.json` tells the page
 * @throws Error where a file is of a type that is not known
 */
export async function publish(
  configuration: unknown,
  { bucket, filesFolder }: PublisherDependencies,
): Promise<void> {
  const keys = await filesBelow(filesFolder);
  const hashed = keys.filter((key) => key.startsWith(assets));
  const others = keys.filter((key) => !key.startsWith(assets) && key !== page);
  const put = async (key: string) =>
    bucket.put(key, servedFile(key, await readFile(join(filesFolder, ...key.split('/')))));
  const former = readReleases(await bucket.read(releasesKey));
  const { kept, outdated } = keptReleases(hashed, former);
  // What is named there is found again, whatever becomes of the rest.
  await putReleases([...kept, ...former.filter((release) => !kept.includes(release))], bucket);
  await Promise.all([...hashed, ...others].map(put));
  await bucket.put(configurationKey, servedFile(configurationKey, JSON.stringify(configuration)));
  await put(page);
  await Promise.all(outdated.map((key) => bucket.remove(key)));
  await putReleases(kept, bucket);
}

/** Takes everything away. */
export async function withdraw({ bucket, filesFolder }: PublisherDependencies): Promise<void> {
  const released = readReleases(await bucket.read(releasesKey)).flat();
  const keys = new Set([page, configurationKey, ...(await filesBelow(filesFolder)), ...released]);
  await Promise.all([...keys].map((key) => bucket.remove(key)));
  await bucket.remove(releasesKey);
}

function putReleases(releases: readonly Release[], bucket: PublisherDependencies['bucket']): Promise<void> {
  return bucket.put(releasesKey, servedFile(releasesKey, JSON.stringify(releases)));
}

function servedFile(key: string, content: Uint8Array | string): ServedFile {
  const contentType = contentTypes[extname(key)];
  if (contentType === undefined) throw new Error(`${key}: files of this type are not known`);
  return { content, contentType, cacheControl: key.startsWith(assets) ? forEver : askFirst };
}

/** Keys of all files, with slashes. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
