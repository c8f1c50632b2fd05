import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';

const inputs = [
  'bin',
  'lib',
  'lambdas',
  'cdk.json',
  'cdk.context.json',
  'package-lock.json',
  'tsconfig.json',
];

/** A hash of everything that the synthesized templates and bundles are made of. */
export function fingerprint(root: string, context: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (text: string | Buffer) => hash.update(`${text.length}:`).update(text);
  for (const pair of context) add(pair);
  for (const input of inputs) {
    for (const path of filesUnder(root, input)) {
      add(path);
      add(readFileSync(join(root, path)));
    }
  }
  return hash.digest('hex');
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
  return entries.flatMap((entry) => filesUnder(root, join(path, entry)));
}
