import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '../../lambdas/contract/routes.ts';
import type { ApiClient } from '../e2e/api-client.ts';
import { allRights } from '../e2e/escalation-bench.ts';
import { accessToken } from '../e2e/sign-in.ts';
import { all, type Attempt, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';
import { spellings } from './spellings.ts';

/** Broken function level authorization: routes and powers that somebody of another standing has. */
export function functionsAboveOnesStation(): void {
  /** A key of somebody else, whose owner is an administrator. */
  let admins: { readonly id: string; readonly key: string };
  let clients: Record<string, ApiClient>;
  const ended: Record<string, ApiClient> = {};

  beforeAll(async () => {
    const { admin } = bench;
    admins = await bench.mint(admin, { type: 'admin', expiresIn: '1d' });
    const reader = await bench.person('reader', 'users:read', 'roles:read', 'audit:read', 'api-keys:verify');
    const all = await bench.person('escalator', 'permissions:escalate');
    clients = {
      'an end-user key of an administrator': admin.as((await bench.mint(admin, {})).key),
      'somebody who may read all of it': reader,
      'their key': admin.as((await bench.mint(reader, { type: 'admin' })).key),
      'somebody with permissions:escalate alone': all,
      'a manager of keys': await bench.person('manager', 'api-keys:manage'),
      'a manager of roles': await bench.person('roles-manager', 'roles:manage'),
      'a manager of users': await bench.person('users-manager', 'users:manage'),
    };
    await endThem();
  }, 60_000);

  /** Credentials that worked once. */
  async function endThem(): Promise<void> {
    const { admin } = bench;
    const mint = async (by: ApiClient, fields: object = {}) => bench.mint(by, { type: 'admin', ...fields });
    const person = async (name: string) => {
      const client = await bench.person(name);
      return { client, key: await mint(client) };
    };
    const [paused, deleted, rotated, expiring] = await Promise.all([
      mint(admin),
      mint(admin),
      mint(admin),
      mint(admin, { expiresIn: '1s' }),
    ]);
    const [disabled, roleless, revoked] = [
      await person('disabled'),
      await person('roleless'),
      await person('revoked'),
    ];
    await admin.post(`/api-keys/${paused.id}/pause`);
    await admin.delete(`/api-keys/${deleted.id}`);
    await admin.post(`/api-keys/${rotated.id}/rotate`);
    await admin.patch('/users/disabled@example.com', { status: 'disabled' });
    await admin.patch('/users/roleless@example.com', { roles: [] });
    await admin.post('/users/revoked@example.com/revoke-keys');
    const bound = await mint(admin, { allowedIps: ['203.0.113.7'] });
    await sleep(1_100);
    Object.assign(ended, {
      'a paused key': admin.as(paused.key),
      'a deleted key': admin.as(deleted.key),
      'a secret that was rotated away': admin.as(rotated.key),
      'an expired key': admin.as(expiring.key),
      'a disabled user': disabled.client,
      'a disabled user’s key': admin.as(disabled.key.key),
      'a user without roles': roleless.client,
      'the key of a user without roles': admin.as(roleless.key.key),
      'a revoked key': admin.as(revoked.key.key),
      'a key from another address': admin.as(bound.key),
      'somebody whom nobody has added': admin.as(await accessToken(bench.server, 'stranger@example.com')),
    });
  }

  const refused = '403 INSUFFICIENT_PERMISSIONS';
  type Sent = readonly [method: string, path: string, body?: object];
  const asOf =
    (table: () => Record<string, ApiClient>, who: string) =>
    async ([method, path, body]: Sent) => {
      const client = table()[who];
      if (client === undefined) throw new Error(`there is nobody like ${who}`);
      return shownAs(await client.call(method, path.replace('{id}', admins.id), body && { body }));
    };

  const base = '/v1';
  /** A route of the contract with its parameters filled, and a body where it takes one. */
  function filled({ method, path }: (typeof routes)[number]): Sent {
    const url = path.startsWith(base) ? path.slice(base.length) : `/..${path}`;
    const target = url.replace('{userId}', 'admin%40example.com').replace('{name}', 'developer');
    return method === 'GET' || method === 'DELETE' ? [method, target] : [method, target, {}];
  }
  const closedToEndUsers = routes.filter(
    ({ access, endUserKeys }) => access === 'authenticated' && !endUserKeys,
  );
  attempts<Sent>(
    'an end-user key of an administrator, on every route that is closed to it',
    closedToEndUsers.map((route): Attempt<Sent> => [route.operationId, filled(route), '403 END_USER_KEY']),
    asOf(() => clients, 'an end-user key of an administrator'),
  );

  const writes = routes.filter(({ scopes, method }) => scopes.length > 0 && method !== 'GET');
  for (const who of [
    'somebody who may read all of it',
    'their key',
    'somebody with permissions:escalate alone',
  ]) {
    const mayVerify = who !== 'somebody with permissions:escalate alone';
    attempts<Sent>(
      `${who}, on every route that takes more`,
      writes
        .filter(({ operationId }) => !mayVerify || operationId !== 'verifyApiKey')
        .map((route): Attempt<Sent> => [route.operationId, filled(route), refused]),
      asOf(() => clients, who),
    );
  }
  attempts<Sent>(
    'a manager of keys',
    all(refused, {
      'lists users': ['GET', '/users'],
      'makes themselves an administrator': ['PATCH', '/users/manager@example.com', { roles: ['admin'] }],
      'writes a role': ['PUT', '/roles/manager', { scopes: ['*'] }],
      'reads the audit log': ['GET', '/audit-events'],
      'mints in the short form': [
        'POST',
        '/../apitokens',
        { name: 'short', expiry: '2027-01-01', isAdmin: true },
      ],
      'verifies a key': ['POST', '/verify', { key: 'x' }],
      'mints for an administrator': ['POST', '/api-keys', { name: 'm1', userId: 'admin@example.com' }],
      'mints all scopes for an administrator': [
        'POST',
        '/api-keys',
        { name: 'm2', userId: 'admin@example.com', scopes: ['*'], accessRights: {} },
      ],
      'mints what only the administrator has': [
        'POST',
        '/api-keys',
        { name: 'm3', userId: 'admin@example.com', scopes: ['users:manage'], accessRights: {} },
      ],
      'mints permissions:escalate': [
        'POST',
        '/api-keys',
        { name: 'm4', userId: 'admin@example.com', scopes: ['permissions:escalate'], accessRights: {} },
      ],
      'mints rights beyond their own': [
        'POST',
        '/api-keys',
        { name: 'm5', userId: 'admin@example.com', scopes: [], accessRights: allRights },
      ],
      'rotates an administrator’s key': ['POST', '/api-keys/{id}/rotate'],
      'duplicates an administrator’s key': [
        'POST',
        '/api-keys/{id}/duplicate',
        { name: 'm6', expiresIn: '1h' },
      ],
      'prolongs an administrator’s key': ['PATCH', '/api-keys/{id}', { expiresIn: '2d' }],
    }),
    asOf(() => clients, 'a manager of keys'),
  );
  attempts<Sent>(
    'a manager of roles',
    [
      ['writes * into a new role', ['POST', '/roles', { name: 'r1', scopes: ['*'] }], refused],
      [
        'writes permissions:escalate',
        ['POST', '/roles', { name: 'r2', scopes: ['permissions:escalate'] }],
        refused,
      ],
      ['writes users:manage', ['POST', '/roles', { name: 'r3', scopes: ['users:manage'] }], refused],
      [
        'writes a wider wildcard of what they hold',
        ['POST', '/roles', { name: 'r4', scopes: ['api-keys:*'] }],
        refused,
      ],
      ['writes all rights', ['POST', '/roles', { name: 'r5', accessRights: allRights }], refused],
      ['writes into a role of theirs', ['PUT', '/roles/roles-manager', { scopes: ['*'] }], refused],
      [
        'writes into everybody’s role',
        ['PUT', '/roles/developer', { scopes: ['database:*', 'users:manage'] }],
        refused,
      ],
      ['writes into the role admin', ['PUT', '/roles/admin', { scopes: [] }], '409 CONFLICT'],
      ['deletes the role admin', ['DELETE', '/roles/admin'], '409 CONFLICT'],
      ['deletes a role that is held', ['DELETE', '/roles/developer'], '409 IN_USE'],
      ['assigns a role', ['PATCH', '/users/roles-manager@example.com', { roles: ['admin'] }], refused],
      ['mints for another', ['POST', '/api-keys', { name: 'r6', userId: 'admin@example.com' }], refused],
    ],
    asOf(() => clients, 'a manager of roles'),
  );
  attempts<Sent>(
    'a manager of users',
    [
      [
        'makes themselves an administrator',
        ['PATCH', '/users/users-manager@example.com', { roles: ['admin'] }],
        refused,
      ],
      [
        'makes an accomplice an administrator',
        ['POST', '/users', { userId: 'accomplice@example.com', roles: ['admin'] }],
        refused,
      ],
      [
        'gives a role beyond theirs',
        ['POST', '/users', { userId: 'accomplice@example.com', roles: ['roles-manager'] }],
        refused,
      ],
      [
        'invites an accomplice as an administrator',
        ['POST', '/users', { userId: 'accomplice@example.com', roles: ['admin'], invite: true }],
        refused,
      ],
      [
        'invites whom a mail cannot reach',
        ['POST', '/users', { userId: 'svc|accomplice', invite: true }],
        '400 INVALID',
      ],
      [
        'invites two with one address',
        ['POST', '/users', { userId: 'ann@example.com@example.org', invite: true }],
        '400 INVALID',
      ],
      [
        'gives a role that is not',
        ['POST', '/users', { userId: 'accomplice@example.com', roles: ['root'] }],
        '400 INVALID',
      ],
      [
        'disables the last administrator',
        ['PATCH', '/users/admin@example.com', { status: 'disabled' }],
        '409 CONFLICT',
      ],
      ['strips the last administrator', ['PATCH', '/users/admin@example.com', { roles: [] }], '409 CONFLICT'],
      ['deletes the last administrator', ['DELETE', '/users/admin@example.com'], '409 IN_USE'],
      ['revokes an administrator’s keys', ['POST', '/users/admin@example.com/revoke-keys'], refused],
      ['reads an administrator’s key', ['GET', '/api-keys/{id}'], '404 NOT_FOUND'],
      ['writes a role', ['POST', '/roles', { name: 'u1', scopes: [] }], refused],
      [
        'mints what their roles do not grant, for a tier without limits',
        ['POST', '/api-keys', { name: 'u2', userId: 'admin@example.com' }],
        refused,
      ],
    ],
    asOf(() => clients, 'a manager of users'),
  );

  const answers: Readonly<Record<string, string>> = {
    'a paused key': '401 API_KEY_PAUSED',
    'a deleted key': '401 API_KEY_INVALID',
    'a secret that was rotated away': '401 API_KEY_INVALID',
    'an expired key': '401 API_KEY_EXPIRED',
    'a disabled user': '403 USER_DISABLED',
    'a disabled user’s key': '401 USER_DISABLED',
    'a user without roles': '403 USER_HAS_NO_ROLES',
    'the key of a user without roles': '401 USER_HAS_NO_ROLES',
    'a revoked key': '401 API_KEY_INVALID',
    'a key from another address': '403 IP_NOT_ALLOWED',
    'somebody whom nobody has added': '403 USER_UNKNOWN',
  };
  const samples: readonly Sent[] = [
    ['GET', '/me'],
    ['GET', '/users'],
    ['POST', '/api-keys', { name: 'again' }],
    ['POST', '/api-keys/{id}/resume'],
    ['DELETE', '/api-keys/{id}'],
  ];
  for (const [who, answer] of Object.entries(answers)) {
    attempts<Sent>(
      `what has ended: ${who}`,
      samples.map((sent): Attempt<Sent> => [`${sent[0]} ${sent[1]}`, sent, answer]),
      asOf(() => ended, who),
    );
  }

  spellings();
}
