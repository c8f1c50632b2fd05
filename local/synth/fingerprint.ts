import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';

const inputs = [
  'bin',
  'lib',
  'lambdas',
  'console',
  'clients/typescript/src',
  'cdk.json',
  'cdk.context.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Of this project, what other apps may be made of: its packages for them, and what resolves and compiles imports. */
const inputsOfOthers = ['clients', 'package-lock.json', 'tsconfig.json'];

/** Folders of another app that nothing is made of, or that are made of the rest. */
const outputs = /^(?:node_modules|cdk\.out|\..*)$/;

/**
 * A hash of everything that the synthesized templates and bundles are made of.
 *
 * @param root this project's folder
 * @param app folder of another app; all of it counts
 */
export function fingerprint(root: string, context: readonly string[], app: string = root): string {
  const hash = createHash('sha256');
  const add = (text: string | Buffer) => hash.update(`${text.length}:`).update(text);
  for (const pair of context) add(pair);
  for (const input of app === root ? inputs : inputsOfOthers) addFiles(add, root, filesUnder(root, input));
  if (app !== root) {
    const own = readdirSync(app).filter((entry) => !outputs.test(entry));
    for (const entry of own.toSorted()) addFiles(add, app, filesUnder(app, entry));
  }
  return hash.digest('hex');
}

function addFiles(add: (text: string | Buffer) => void, folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    add(path);
    add(readFileSync(join(folder, path)));
  }
}

function filesUnder(root: string, path: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(join(root, path)).toSorted();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry !== 'node_modules')
    .flatMap((entry) => filesUnder(root, join(path, entry)));
}
