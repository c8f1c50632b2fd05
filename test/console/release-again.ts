import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { publish } from '../../lambdas/functions/console-publisher/publish.ts';
import { releasesKey } from '../../lambdas/functions/console-publisher/releases.ts';
import { Buckets } from '../../local/storage/buckets.ts';

/**
 * Publishes the console that a server serves once more, as the next release: each hashed file has another name, as where
 * each had been changed.
 *
 * @param mark what is added to the names
 */
export async function releaseAgain(dataFolder: string, mark: string): Promise<void> {
  const { folder, bucket } = await consoleBucket(dataFolder);
  const text = async (key: string) => (await bucket.get(key))?.content.toString() ?? null;
  const [current] = JSON.parse((await text(releasesKey)) ?? '[]') as string[][];
  if (current === undefined) throw new Error('no console was ever published');
  const renamed = new Map(current.map((key) => [basename(key), marked(basename(key), mark)]));
  const names = new RegExp([...renamed.keys()].map((name) => RegExp.escape(name)).join('|'), 'g');
  const filesFolder = await mkdtemp(join(tmpdir(), 'latchkey-release-'));
  const pages = (await readdir(folder)).filter((name) => /\.(?:html|svg|txt)$/.test(name));
  for (const key of [...current, ...pages]) {
    const content = await readFile(join(folder, key));
    const isText = /\.(?:js|css|html)$/.test(key);
    const file = join(filesFolder, dirname(key), renamed.get(basename(key)) ?? basename(key));
    await mkdir(dirname(file), { recursive: true });
    const changed = content.toString().replace(names, (name) => renamed.get(name) ?? name);
    await writeFile(file, isText ? changed : content);
  }
  await publish(JSON.parse((await text('config.json')) ?? '{}'), {
    filesFolder,
    bucket: {
      put: async (key, { content, contentType, cacheControl }) =>
        await bucket.put(key, typeof content === 'string' ? content : Buffer.from(content), {
          'content-type': contentType,
          'cache-control': cacheControl,
        }),
      read: text,
      remove: async (key) => await bucket.remove(key),
    },
  });
  await rm(filesFolder, { recursive: true });
}

const marked = (name: string, mark: string) => name.replace(/(\.\w+)$/, `${mark}$1`);

/** The bucket of a server that has a console in it. */
async function consoleBucket(dataFolder: string) {
  const all = join(dataFolder, 'buckets');
  for (const name of await readdir(all)) {
    const folder = join(all, name);
    if (!(await readdir(folder)).includes('index.html')) continue;
    const buckets = new Buckets(all);
    await buckets.create(name);
    const bucket = buckets.get(name);
    if (bucket !== null) return { folder, bucket };
  }
  throw new Error('the server has no console');
}
