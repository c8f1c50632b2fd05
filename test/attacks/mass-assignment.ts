import type { ApiClient } from '../e2e/api-client.ts';
import { type Attempt, attempts } from './attempts.ts';
import { bench } from './bench.ts';

/** Members of a body that the API sets itself, or that belong to another operation. */
export function massAssignment(): void {
  let admin: ApiClient;
  let target: { readonly id: string };
  let hook: { readonly id: string };

  beforeAll(async () => {
    ({ admin } = bench);
    target = await bench.mint(admin, {});
    await admin.post('/users', { userId: 'target@example.com', displayName: 'Target' });
    await bench.addRole('target', {});
    ({ body: hook } = await admin.post('/webhooks', { ...aWebhook, name: 'Target' }));
  }, 60_000);
  afterAll(async () => {
    // Not even the members that were right were written.
    const paths = [
      `/api-keys/${target.id}`,
      '/users/target@example.com',
      '/roles/target',
      `/webhooks/${hook.id}`,
    ];
    const targets = await Promise.all(paths.map((path) => admin.get(path)));
    const lists = ['/api-keys?search=assigned', '/users?search=assigned', '/roles?limit=100', '/webhooks'];
    const listed = await Promise.all(lists.map((path) => admin.get(path)));
    expect(targets.map(({ headers }) => headers.get('etag'))).toEqual(['"1"', '"1"', '"1"', '"1"']);
    expect(JSON.stringify(listed.map(({ body }) => body)).toLowerCase()).not.toContain('assigned');
  });

  /** What an attacker would like to be taken as it is. */
  const ofRecords = {
    version: 7,
    createdAt: '2020-01-01T00:00:00.000Z',
    updatedAt: '2020-01-01T00:00:00.000Z',
    pk: 'USER#admin@example.com',
    sk: 'USER',
    ttl: 1,
    auditSequence: 0,
    auditHash: '0'.repeat(64),
    ['__proto__']: { isAdmin: true },
    constructor: { prototype: { isAdmin: true } },
    prototype: { isAdmin: true },
    toString: 'x',
    $set: { status: 'active' },
  };
  const ofKeys = {
    ...ofRecords,
    id: '00000000-0000-4000-8000-000000000000',
    apiKeyId: '00000000-0000-4000-8000-000000000000',
    key: 'mine',
    secret: 'mine',
    keyPrefix: 'lk_AAAAAAA',
    secretHash: '0'.repeat(64),
    hash: '0'.repeat(64),
    createdBy: 'admin@example.com',
    createdVia: null,
    lastUsedAt: null,
    used: null,
    lastRotatedAt: null,
    retiresAt: '2099-01-01',
    pausedBy: null,
    roles: ['admin'],
    permissions: ['*'],
    isAdmin: true,
    owner: 'admin@example.com',
    via: 'jwt',
  };
  const ofUsers = {
    ...ofRecords,
    id: 'x',
    scopes: ['*'],
    accessRights: {},
    permissions: ['*'],
    isAdmin: true,
    email: 'admin@example.com',
    email_verified: true,
    keyCount: -1,
    password: 'x',
  };
  const ofRoles = {
    ...ofRecords,
    id: 'x',
    holders: -1,
    activeHolders: 99,
    roles: ['admin'],
    permissions: ['*'],
    type: 'admin',
  };

  const ofWebhooks = {
    ...ofRecords,
    id: '00000000-0000-4000-8000-000000000000',
    userId: 'target@example.com',
    owner: 'target@example.com',
    ownerSince: 0,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    secretVersion: 7,
    masterVersion: 'mine',
    formerSecretEndsAt: 0,
    rotationEndsAt: '2099-01-01',
    disabledReason: null,
    health: {},
    headers: { Host: 'inside.example.com' },
    method: 'GET',
  };

  interface Door {
    readonly method: string;
    readonly path: () => string;
    /** What the body would be without the member. */
    readonly body: object;
    readonly members: Readonly<Record<string, unknown>>;
  }
  const doors: Readonly<Record<string, Door>> = {
    'minting a key': {
      method: 'POST',
      path: () => '/api-keys',
      body: { name: 'assigned' },
      members: { ...ofKeys, status: 'active', rotationEndsAt: '2099-01-01' },
    },
    'foreseeing a key': {
      method: 'POST',
      path: () => '/api-keys/preview',
      body: { name: 'assigned' },
      members: { refusal: null, grants: [], dead: {}, isAdmin: true, roles: ['admin'], createdBy: 'x' },
    },
    'foreseeing a change': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/preview`,
      body: { description: 'assigned' },
      members: { refusal: null, grants: [], userId: 'target@example.com', pausedBy: null, roles: ['admin'] },
    },
    'changing a key': {
      method: 'PATCH',
      path: () => `/api-keys/${target.id}`,
      body: { description: 'assigned' },
      members: { ...ofKeys, userId: 'target@example.com' },
    },
    'rotating a key': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/rotate`,
      body: {},
      members: {
        key: 'mine',
        userId: 'target@example.com',
        scopes: ['*'],
        type: 'admin',
        keyPrefix: 'lk_x',
        status: 'active',
        name: 'x',
      },
    },
    'duplicating a key': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/duplicate`,
      body: { name: 'assigned' },
      members: {
        userId: 'target@example.com',
        scopes: ['*'],
        accessRights: {},
        type: 'admin',
        rateLimitTier: 'pro',
        allowedIps: null,
        id: 'x',
      },
    },
    'pausing a key': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/pause`,
      body: {},
      members: { pausedBy: 'target@example.com', scopes: ['*'], status: 'active' },
    },
    'resuming a key': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/resume`,
      body: {},
      members: { pausedBy: null, scopes: ['*'], expiresAt: null },
    },
    'testing a key': {
      method: 'POST',
      path: () => `/api-keys/${target.id}/test`,
      body: {},
      members: { key: 'x', userId: 'admin@example.com', type: 'admin', request: {}, now: 0 },
    },
    'verifying a key': {
      method: 'POST',
      path: () => '/verify',
      body: { key: 'x' },
      members: {
        code: 'VALID',
        valid: true,
        userId: 'admin@example.com',
        now: 0,
        type: 'admin',
        rateLimit: null,
      },
    },
    'minting in the short form': {
      method: 'POST',
      path: () => '/../apitokens',
      body: { name: 'assigned', expiry: '2027-06-01' },
      members: {
        userId: 'target@example.com',
        scopes: ['*'],
        type: 'admin',
        rateLimitTier: 'enterprise',
        token: 'x',
      },
    },
    'adding a user': {
      method: 'POST',
      path: () => '/users',
      body: { userId: 'assigned@example.com' },
      members: { ...ofUsers, invitation: 'sent', temporaryPassword: 'x' },
    },
    'changing a user': {
      method: 'PATCH',
      path: () => '/users/target@example.com',
      body: { displayName: 'Assigned' },
      members: { ...ofUsers, userId: 'admin@example.com', invite: true },
    },
    'revoking keys': {
      method: 'POST',
      path: () => '/users/target@example.com/revoke-keys',
      body: {},
      members: { userId: 'admin@example.com', all: true },
    },
    'writing a role': { method: 'POST', path: () => '/roles', body: { name: 'assigned' }, members: ofRoles },
    'replacing a role': {
      method: 'PUT',
      path: () => '/roles/target',
      body: { description: 'assigned' },
      members: { ...ofRoles, name: 'admin' },
    },
  };

  const aWebhook = {
    name: 'assigned',
    url: 'https://hooks.example.com/in',
    kind: 'https',
    events: ['*'],
    status: 'disabled',
  };
  const ofHooks: Readonly<Record<string, Door>> = {
    'making a webhook': { method: 'POST', path: () => '/webhooks', body: aWebhook, members: ofWebhooks },
    'changing a webhook': {
      method: 'PATCH',
      path: () => `/webhooks/${hook.id}`,
      body: { name: 'assigned' },
      members: { ...ofWebhooks, kind: 'email' },
    },
    'rotating the secret of a webhook': {
      method: 'POST',
      path: () => `/webhooks/${hook.id}/rotate-secret`,
      body: {},
      members: {
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        secretVersion: 1,
        version: 1,
        url: 'https://a.example',
      },
    },
  };

  for (const [what, { method, path, body, members }] of Object.entries({ ...doors, ...ofHooks })) {
    attempts<readonly [name: string, value: unknown]>(
      what,
      Object.entries(members).map(
        ([name, value]): Attempt<readonly [string, unknown]> => [name, [name, value], `400 INVALID: ${name}`],
      ),
      async ([name, value]) => {
        // `__proto__` is a member only where it stands in the text.
        const member = `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`;
        const rest = JSON.stringify(body).slice(1, -1);
        const rawBody = `{${[rest, member].filter(Boolean).join(',')}}`;
        const answer = await admin.call(method, path(), { rawBody });
        return `${answer.status} ${answer.body.code}: ${answer.body.errors?.[0].field}`;
      },
    );
  }
}
