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
  readonly secretVersion: number;
  /** Milliseconds since the epoch, until when the secret before the current one signs too; null where none does. */
  readonly formerSecretEndsAt: number | null;
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

/** The secrets that an endpoint's messages are signed with now. */
export function signingSecretsOf(endpoint: SigningState, master: Uint8Array, now: number): SigningSecrets {
  const { id: endpointId, secretVersion: version, formerSecretEndsAt } = endpoint;
  const isRotating = formerSecretEndsAt !== null && now < formerSecretEndsAt && version > 1;
  return {
    current: signingSecret(master, { endpointId, version }),
    former: isRotating ? signingSecret(master, { endpointId, version: version - 1 }) : null,
  };
}

/** The bytes that a secret signs with. */
export function keyOf(secret: string): Uint8Array {
  return Buffer.from(secret.slice(secretPrefix.length), 'base64');
}
