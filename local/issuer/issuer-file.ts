import { createHash, generateKeyPair, type JsonWebKey, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod';
import { StartError } from '../errors.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';

/** RFC 7518, section 6.3: an RSA key with its private part, and what it is for. */
const signingKey = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
});

const issuerFile = z.object({
  issuer: z.string(),
  clientId: z.string(),
  signingKey,
  cookieKeys: z.array(z.string()).min(1),
});

/** What the local issuer has on the disk: its name, the client that it makes tokens for, and its keys. */
export type IssuerFile = z.infer<typeof issuerFile>;

/**
 * Reads the file, or makes keys at the first start. Name and client are always those of this start.
 *
 * @throws StartError where the file is not usable
 */
export async function prepareIssuerFile(path: string, issuer: string, clientId: string): Promise<IssuerFile> {
  const stored = await readIssuerFile(path);
  const current = { ...(stored ?? (await newKeys())), issuer, clientId };
  if (JSON.stringify(current) !== JSON.stringify(stored)) {
    await writeAtomically(path, `${JSON.stringify(current, null, 2)}\n`);
  }
  return current;
}

/**
 * @returns null where there is no file
 * @throws StartError where the file is not usable
 */
export async function readIssuerFile(path: string): Promise<IssuerFile | null> {
  const stored = issuerFile.nullable().safeParse(await readJson(path).catch(() => undefined));
  if (stored.success) return stored.data;
  throw new StartError(`${path} is damaged; delete it, and the next start makes new signing keys`);
}

async function newKeys(): Promise<Pick<IssuerFile, 'signingKey' | 'cookieKeys'>> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ format: 'jwk' });
  return {
    signingKey: signingKey.parse({ ...key, kid: thumbprint(key), alg: 'RS256', use: 'sig' }),
    cookieKeys: [randomBytes(32).toString('base64url')],
  };
}

/** The thumbprint of an RSA key (RFC 7638). */
function thumbprint({ e, kty, n }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
