import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchTier } from '../deployment/deployment.ts';
import type { Administrator } from './administrator.ts';

/** A key with what a program has to know that asks DynamoDB for it directly. */
export interface FixtureKey {
  readonly plaintext: string;
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
}

/** Keys for each verdict that is measured. They belong to one user with one role. */
export interface Fixtures {
  readonly userId: string;
  readonly role: string;
  readonly unlimited: readonly FixtureKey[];
  readonly limited: readonly FixtureKey[];
  readonly expired: readonly FixtureKey[];
  readonly paused: readonly FixtureKey[];
  /** Minted and deleted: right in shape and checksum. */
  readonly unknown: readonly FixtureKey[];
  /** With a wrong last character, which the checksum does not forgive. */
  readonly malformed: readonly FixtureKey[];
}

const userId = 'bench@example.com';
/** Of that user. */
export const role = 'bench';
const scopes = ['database:read', 'metadata:read', 'query:execute'];
const project = { modules: { model: 'read' }, environments: { prod: ['read', 'execute'] } };
/** Few enough to be minted in a moment, and enough that no cache serves one item over and over. */
export const pool = 32;

/** Makes the keys through the deployed API. */
export async function seedFixtures(administrator: Administrator): Promise<Fixtures> {
  await seedUser(administrator);
  const toEach = async (keys: readonly FixtureKey[], method: string, action: string): Promise<void> => {
    for (const { id } of keys) {
      const resource = `/v1/api-keys/{id}${action}`;
      await administrator.call('apiKeys', { method, resource, parameters: { id } });
    }
  };
  const expired = await mintKeys(administrator, 'expired', 8, { expiresIn: '1s' });
  const unlimited = await mintKeys(administrator, 'unlimited', pool);
  const limited = await mintKeys(administrator, 'limited', pool, { rateLimitTier: benchTier.name });
  const paused = await mintKeys(administrator, 'paused', 2);
  await toEach(paused, 'POST', '/pause');
  const unknown = await mintKeys(administrator, 'unknown', 8);
  await toEach(unknown, 'DELETE', '');
  await sleep(1_100);
  return { userId, role, unlimited, limited, expired, paused, unknown, malformed: unlimited.map(garbled) };
}

/** Makes the role and the user that the keys belong to. */
export async function seedUser(administrator: Administrator): Promise<void> {
  const accessRights = { projects: { sales: project } };
  const roleBody = { name: role, scopes, accessRights };
  const userBody = { userId, displayName: 'Bench', roles: [role] };
  await administrator.call('directory', { method: 'POST', resource: '/v1/roles', body: roleBody });
  await administrator.call('directory', { method: 'POST', resource: '/v1/users', body: userBody });
}

/** Mints keys of that user which are narrower than their role. */
export async function mintKeys(
  administrator: Administrator,
  kind: string,
  count: number,
  more: object = {},
): Promise<FixtureKey[]> {
  const keys: FixtureKey[] = [];
  const fields = {
    userId,
    scopes: scopes.slice(0, 2),
    accessRights: { projects: { sales: project } },
    ...more,
  };
  for (let number = 1; number <= count; number += 1) {
    const { id, key } = await administrator.mint({ name: `${kind} ${number}`, ...fields });
    keys.push({ id, plaintext: key, userId, hash: createHash('sha256').update(key).digest('hex') });
  }
  return keys;
}

function garbled(key: FixtureKey): FixtureKey {
  const last = key.plaintext.endsWith('0') ? '1' : '0';
  return { ...key, plaintext: `${key.plaintext.slice(0, -1)}${last}` };
}
