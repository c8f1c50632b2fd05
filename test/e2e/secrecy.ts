import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWellFormedSecret } from '../../lambdas/domain/keys/secret.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/** All that has the shape of a secret, whatever stands around it. */
const secretLike = /(?=(lk_[0-9A-Za-z]{49}))/g;
const encodedCharacter = /(?:%|\\u00)([0-9a-f]{2})/gi;

/**
 * The places where a key stands in what a server wrote, files of its data folder and its output: text of the shape of a
 * key, as it is or percent-encoded or with escapes of JSON. The bootstrap key may stand in `bootstrap.json` and in the
 * first banner, nothing anywhere else.
 *
 * @param planted texts that may not stand there either
 */
export function findPlaintext(server: LatchkeyProcess, planted: readonly string[] = []): string[] {
  const { adminKey } = server.bootstrap;
  const files = readdirSync(server.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const isIn = (text: string, allowed: (secret: string) => boolean) =>
    readings(text).some(
      (reading) =>
        reading.matchAll(secretLike).some(([, secret = '']) => !allowed(secret)) ||
        planted.some((each) => reading.includes(each)),
    );
  const found = files.filter((file) => isIn(readFileSync(file, 'latin1'), allowedIn(file, adminKey)));
  return isIn(server.output, (secret) => secret === adminKey) ? [...found, 'output'] : found;
}

function allowedIn(file: string, adminKey: string): (secret: string) => boolean {
  if (file.endsWith('bootstrap.json')) return (secret) => secret === adminKey;
  // The issuer's own keys are random text of almost the same alphabet: only the checksum tells.
  if (file.endsWith('issuer.json')) return (secret) => !isWellFormedSecret(secret, ['lk']);
  return () => false;
}

/** The text as it is, and as it would be read by who takes it for encoded, once or twice. */
function readings(text: string): string[] {
  const decoded = decode(text);
  return decoded === text ? [text] : [text, decoded, decode(decoded)];
}

function decode(text: string): string {
  return text.replace(encodedCharacter, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
