import { allAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import { type ChainHead, emptyChain, type Origin } from '../../lambdas/domain/audit/audit.ts';
import type { Credential } from '../../lambdas/domain/keys/credential.ts';
import { createKey, type NewApiKey, type Transition } from '../../lambdas/domain/keys/lifecycle.ts';
import type { Random } from '../../lambdas/domain/ports.ts';
import type { Role } from '../../lambdas/domain/people/role.ts';
import { newApiKeyId } from '../../lambdas/domain/keys/api-key-id.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import { apiKeyIdOf } from './memory-brands.ts';
import { noon, predictableRandom } from './memory-ports.ts';

export const origin: Origin = {
  actor: { userId: 'admin@example.com', via: 'jwt' },
  sourceIp: '203.0.113.7',
  userAgent: 'curl/8',
  requestId: 'request-1',
};

/** The first state of a key, with its event. */
export function mintKey(
  fields: Partial<NewApiKey> = {},
  { random = predictableRandom(), now = noon }: { random?: Random; now?: number } = {},
): Transition {
  const { hash, keyPrefix } = mintSecret('lk', random);
  const fresh: NewApiKey = {
    id: newApiKeyId(random),
    name: 'CI Pipeline',
    description: 'nightly import',
    userId: 'ci-bot@example.com',
    type: 'end-user',
    scopes: ['database:read'],
    accessRights: null,
    rateLimitTier: 'pro',
    allowedIps: null,
    metadata: { team: 'data' },
    expiresAt: null,
    keyPrefix,
    secretHash: hash,
    createdBy: 'admin@example.com',
    createdVia: null,
    ...fields,
  };
  return createKey(fresh, origin, { now, eventId: random.uuid() });
}

export function aCredential(fields: Partial<Credential> = {}): Credential {
  return {
    apiKeyId: apiKeyIdOf('3f0c0000-0000-4000-a000-000000000000'),
    name: 'CI Pipeline',
    userId: 'ci-bot@example.com',
    type: 'end-user',
    status: 'active',
    scopes: null,
    accessRights: null,
    allowedIps: null,
    rateLimitTier: 'pro',
    expiresAt: null,
    retiresAt: null,
    goneAt: null,
    ...fields,
  };
}

export function aUser(fields: Partial<User> = {}): User {
  return {
    userId: 'ci-bot@example.com',
    displayName: 'CI bot',
    roles: ['developer'],
    status: 'active',
    createdAt: noon,
    updatedAt: noon,
    version: 1,
    keyCount: 0,
    chain: someChain,
    ...fields,
  };
}

export function aRole(fields: Partial<Role> = {}): Role {
  return {
    name: 'admin',
    description: 'May do everything',
    scopes: ['*'],
    accessRights: allAccessRights,
    createdAt: noon,
    updatedAt: noon,
    version: 1,
    holders: 1,
    chain: someChain,
    ...fields,
  };
}

const someChain: ChainHead = { ...emptyChain, sequence: 1 };
