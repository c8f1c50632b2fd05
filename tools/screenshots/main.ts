/**
 * `npm run screenshots [-- name …]`: takes pictures of the console's pages into `docs/screenshots/`, of a real
 * `npm start` with a year behind it. With names, of these alone. Exit code 1 where a page did what pages may not.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleBrowser, signIn } from '../../test/console/console-browser.ts';
import { LatchkeyProcess } from '../../test/e2e/latchkey-process.ts';
import { Camera, type Format, formats } from './camera.ts';
import { givePast } from './past.ts';
import { shrink } from './png.ts';
import { type Scene, scenesOf } from './scenes.ts';

const folder = join(import.meta.dirname, '../../docs/screenshots');
const asked = process.argv.slice(2);

if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  execFileSync('npm', ['ci', '--prefix', import.meta.dirname, '--loglevel', 'error'], { stdio: 'inherit' });
}
const server = await LatchkeyProcess.start();
try {
  await takePictures();
} finally {
  await server.stop();
  server.removeData();
}

async function takePictures(): Promise<void> {
  const { url, adminKey, adminUserId } = server.bootstrap;
  const past = await givePast({ dataFolder: server.dataFolder, url, adminKey });
  const scenes = scenesOf(past).filter(({ name }) => asked.length === 0 || asked.includes(name));
  if (scenes.length === 0) throw new TypeError(`there is no picture ${asked.join(', ')}`);
  await mkdir(folder, { recursive: true });
  if (asked.length === 0) await removeAll();
  const browser = await ConsoleBrowser.open(new URL(url).origin);
  let bytes = 0;
  try {
    const camera = await Camera.open(await browser.person(), (page) => signIn(page, adminUserId));
    for (const scene of scenes) {
      for (const format of formats) bytes += await take(camera, scene, format);
    }
  } finally {
    await browser.stop();
  }
  console.log(`${Math.round(bytes / 1024)} KB in all`);
  for (const fault of browser.faults) console.error(fault);
  if (browser.faults.length > 0) process.exitCode = 1;
}

/** @returns their bytes; 0 where none could be taken, which is said, and stops none of the others */
async function take(camera: Camera, scene: Scene, format: Format): Promise<number> {
  let bytes = 0;
  try {
    for (const [appearance, png] of await camera.take(scene, format)) {
      const picture = await shrink(png);
      const file = `${scene.name}-${format.name}-${appearance}.png`;
      await writeFile(join(folder, file), picture);
      console.log(`${file}  ${Math.round(picture.length / 1024)} KB`);
      bytes += picture.length;
    }
  } catch (error) {
    console.error(`${scene.name}-${format.name}: ${String(error)}`);
    process.exitCode = 1;
  }
  return bytes;
}

/** Pictures of pages that are no more are not to stay. */
async function removeAll(): Promise<void> {
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.png'));
  await Promise.all(pictures.map((name) => rm(join(folder, name))));
}
