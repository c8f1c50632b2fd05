import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/**
 * What the licences of bundled packages want to be told: for each its name, version, licence, and the text of that.
 *
 * @param paths of the files that were bundled
 * @throws Error for a package that tells no licence
 */
export function noticesOf(paths: readonly string[]): string {
  const folders = new Set(
    paths.flatMap((path) => (path.includes('node_modules/') ? packageFolder(path) : [])),
  );
  const notices = [...folders].map((folder) => {
    const { name, version, license } = manifestOf(folder);
    if (license === undefined) throw new Error(`${name} tells no licence`);
    return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return ['This program contains the following packages.', ...notices.toSorted()].join(rule).concat('\n');
}

/** The folder of the package that a file is of: the next one above with a manifest that has a name and a version. */
function packageFolder(path: string): string {
  let folder = dirname(path);
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

function isPackage(folder: string): boolean {
  if (!existsSync(join(folder, 'package.json'))) return false;
  const { name, version } = manifestOf(folder);
  return name !== undefined && version !== undefined;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function licenceText(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
}
