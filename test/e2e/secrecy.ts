import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from './api-client.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/**
 * The places where a plaintext key stands in what a server wrote: files of its data folder and its output. The
 * bootstrap key may stand in `bootstrap.json` and in the first banner, nothing anywhere else.
 */
export function findPlaintext(server: LatchkeyProcess, alsoSecret: readonly string[] = []): string[] {
  const bootstrapKey = server.bootstrap.adminKey;
  const secrets = [...new Set([...ApiClient.mintedSecrets, ...alsoSecret])];
  const files = readdirSync(server.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const found = files.flatMap((file) => {
    const bytes = readFileSync(file);
    const forbidden = file.endsWith('bootstrap.json') ? secrets : [...secrets, bootstrapKey];
    return forbidden.some((secret) => bytes.includes(secret)) ? [file] : [];
  });
  return secrets.some((secret) => server.output.includes(secret)) ? [...found, 'output'] : found;
}
