import { hkdfSync } from 'node:crypto';

/** What every secret begins with (Standard Webhooks, "Signature scheme"). */
const secretPrefix = 'whsec_';
const secretBytes = 32;
const minMasterBytes = 32;

/** One secret of an endpoint: each rotation makes the version grow by one. */
export interface SecretVersion {
  readonly endpointId: string;
  /** 1, 2, 3 … */
  readonly version: number;
}

/** What the record of an endpoint tells of its secrets; the secrets themselves are nowhere stored. */
export interface SigningState {
  readonly id: string;
  /** 0 where nothing is signed. */
  readonly secretVersion: number;
  /** Which master the current secret is derived from; null where nothing is signed. */
  readonly masterVersion: string | null;
  /** Which master the secret before is derived from, while that signs too. */
  readonly formerMasterVersion: string | null;
  /** Milliseconds since the epoch, until when the secret before the current one signs too; null where none does. */
  readonly formerSecretEndsAt: number | null;
}

export interface Master {
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** Masters that secrets are derived from. One that is replaced stays readable by its version. */
export interface Masters {
  /** The one that new secrets are derived from. */
  current(): Promise<Master>;
  ofVersion(version: string): Promise<Uint8Array>;
}

export interface SigningSecrets {
  readonly current: string;
  /** The secret that a rotation replaced, until its grace period ends. */
  readonly former: string | null;
}

/**
 * The secret of an endpoint, `whsec_` and 32 bytes in base64, derived by HKDF-SHA256 (RFC 5869): the tables hold nothing
 * that signs. The same master, endpoint and version give the same secret.
 *
 * @param master 32 random bytes or more
 * @throws RangeError where the master is shorter, or the version is none
 */
export function signingSecret(master: Uint8Array, { endpointId, version }: SecretVersion): string {
  if (master.length < minMasterBytes) throw new RangeError('The master of webhook secrets is too short');
  if (!Number.isSafeInteger(version) || version < 1) throw new RangeError('Not a version of a secret');
  const info = `latchkey webhook ${version} ${endpointId}`;
  const secret = hkdfSync('sha256', master, new Uint8Array(), info, secretBytes);
  return secretPrefix + Buffer.from(secret).toString('base64');
}

/**
 * The secrets that an endpoint's messages are signed with now.
 *
 * @throws RangeError where the endpoint has none
 */
export async function signingSecretsOf(
  endpoint: SigningState,
  masters: Pick<Masters, 'ofVersion'>,
  now: number,
): Promise<SigningSecrets> {
  const { masterVersion, formerMasterVersion } = endpoint;
  if (masterVersion === null) throw new RangeError('The endpoint has no signing secret');
  const isRotating = isInGrace(endpoint, now) && formerMasterVersion !== null;
  const [current, former] = await Promise.all([
    masters.ofVersion(masterVersion),
    isRotating ? masters.ofVersion(formerMasterVersion) : null,
  ]);
  return secretsFrom({ current, former }, endpoint, now);
}

/** As `signingSecretsOf`, with the masters at hand. */
export function secretsFrom(
  masters: { readonly current: Uint8Array; readonly former: Uint8Array | null },
  endpoint: Pick<SigningState, 'id' | 'secretVersion' | 'formerSecretEndsAt'>,
  now: number,
): SigningSecrets {
  const { id: endpointId, secretVersion: version } = endpoint;
  const isRotating = isInGrace(endpoint, now) && masters.former !== null;
  return {
    current: signingSecret(masters.current, { endpointId, version }),
    former: isRotating ? signingSecret(masters.former, { endpointId, version: version - 1 }) : null,
  };
}

function isInGrace(
  { secretVersion, formerSecretEndsAt }: Pick<SigningState, 'secretVersion' | 'formerSecretEndsAt'>,
  now: number,
): boolean {
  return formerSecretEndsAt !== null && now < formerSecretEndsAt && secretVersion > 1;
}

/** The bytes that a secret signs with. */
export function keyOf(secret: string): Uint8Array {
  return Buffer.from(secret.slice(secretPrefix.length), 'base64');
}
