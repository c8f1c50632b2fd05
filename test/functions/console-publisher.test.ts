import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publish, withdraw } from '../../lambdas/functions/console-publisher/publish.ts';
import { memoryBucket } from '../support/memory-bucket.ts';

async function release(...assets: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-release-'));
  for (const name of ['index.html', 'favicon.svg', ...assets.map((asset) => `assets/${asset}`)]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
  return folder;
}

const assetsOf = ({ objects }: ReturnType<typeof memoryBucket>) =>
  [...objects.keys()].filter((key) => key.startsWith('assets/')).toSorted();

test('hashed files are kept by browsers for ever, and all others asked for each time', async () => {
  const bucket = memoryBucket();
  await publish({ name: 'x' }, { bucket, filesFolder: await release('a-1.js', 'b-1.css') });
  const served = (key: string) => {
    const { contentType, cacheControl } = bucket.objects.get(key)!;
    return [contentType, cacheControl];
  };
  expect(served('assets/a-1.js')).toEqual([
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ]);
  expect(served('index.html')).toEqual(['text/html; charset=utf-8', 'no-cache']);
  expect(served('config.json')).toEqual(['application/json', 'no-cache']);
  expect(bucket.objects.get('config.json')?.content).toBe('{"name":"x"}');
});

test('the page comes after all that it needs', async () => {
  const bucket = memoryBucket();
  await publish({}, { bucket, filesFolder: await release('a-1.js') });
  const after = bucket.order.slice(bucket.order.indexOf('index.html') + 1);
  expect(after).toEqual(['releases.json']);
});

test('files stay until the release after next', async () => {
  const bucket = memoryBucket();
  await publish({}, { bucket, filesFolder: await release('a-1.js', 'same.js') });
  await publish({}, { bucket, filesFolder: await release('a-2.js', 'same.js') });
  expect(assetsOf(bucket)).toEqual(['assets/a-1.js', 'assets/a-2.js', 'assets/same.js']);
  await publish({}, { bucket, filesFolder: await release('a-3.js', 'same.js') });
  expect(assetsOf(bucket)).toEqual(['assets/a-2.js', 'assets/a-3.js', 'assets/same.js']);
});

test('the same release again, with another configuration, takes nobody’s place', async () => {
  const bucket = memoryBucket();
  const [one, two] = [await release('a-1.js'), await release('a-2.js')];
  for (const filesFolder of [one, two, two, two]) await publish({}, { bucket, filesFolder });
  expect(assetsOf(bucket)).toEqual(['assets/a-1.js', 'assets/a-2.js']);
});

test('a file of a type that nobody knows stops it before the page is replaced', async () => {
  const bucket = memoryBucket();
  await expect(publish({}, { bucket, filesFolder: await release('a.exe') })).rejects.toThrow('assets/a.exe');
  expect(bucket.objects.has('index.html')).toBe(false);
});

test('nothing is left when the stack is deleted', async () => {
  const bucket = memoryBucket();
  await publish({}, { bucket, filesFolder: await release('a-1.js') });
  const filesFolder = await release('a-2.js');
  await publish({}, { bucket, filesFolder });
  await withdraw({ bucket, filesFolder });
  expect([...bucket.objects.keys()]).toEqual([]);
});
