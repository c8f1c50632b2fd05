import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from './api-client.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/** All that has the shape of a secret, whatever stands around it. */
const secretLike = /(?=(lk_[0-9A-Za-z]{49}))/g;

/**
 * The places where a plaintext key stands in what a server wrote: files of its data folder and its output. The
 * bootstrap key may stand in `bootstrap.json` and in the first banner, nothing anywhere else.
 */
export function findPlaintext(server: LatchkeyProcess, alsoSecret: readonly string[] = []): string[] {
  const bootstrapKey = server.bootstrap.adminKey;
  const secrets = new Set([...ApiClient.mintedSecrets, ...alsoSecret]);
  const files = readdirSync(server.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const found = files.filter((file) => {
    const forbidden = file.endsWith('bootstrap.json') ? secrets : new Set([...secrets, bootstrapKey]);
    return containsAny(readFileSync(file, 'latin1'), forbidden);
  });
  return containsAny(server.output, secrets) ? [...found, 'output'] : found;
}

/** Reads the text once, however many secrets there are. */
function containsAny(text: string, secrets: ReadonlySet<string>): boolean {
  const shapeless = [...secrets].filter((secret) => !/^lk_[0-9A-Za-z]{49}$/.test(secret));
  if (shapeless.length > 0)
    throw new Error(`${shapeless.length} secrets have another shape than is looked for`);
  return text.matchAll(secretLike).some(([, found = '']) => secrets.has(found));
}
