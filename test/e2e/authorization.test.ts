import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { operations } from '../../lambdas/functions/openapi/all-operations.ts';
import { problemsOf } from '../../lambdas/gateway/documented-problems.ts';
import { settings } from '../support/memory-settings.ts';
import { ApiClient } from './api-client.ts';
import {
  type Caller,
  callers,
  members,
  type Row,
  silent,
  table,
  type Target,
  unprotected,
} from './authorization-table.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';
import { TokenForge } from './tokens.ts';

let server: LatchkeyProcess;
let admin: ApiClient;
let forge: TokenForge;
/** Credentials of the callers that are the same for every route. */
let credentials: Partial<Record<Caller, string | null>>;
const ownerId = 'owner@example.com';
/** Ids of those that were made for calls to be about. */
const webhooks: string[] = [];

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args: lastingArgs });
  const { url, adminUserId } = server.bootstrap;
  admin = new ApiClient(url, await accessToken(server, adminUserId));
  forge = new TokenForge(server, adminUserId);
  await must(admin.post('/roles', { name: 'developer', scopes: ['database:read'] }));
  await must(admin.post('/roles', { name: 'manager', scopes: ['api-keys:manage'] }));
  for (const [userId, role] of [
    [ownerId, 'developer'],
    ['other@example.com', 'developer'],
    ['manager@example.com', 'manager'],
  ]) {
    await must(admin.post('/users', { userId, roles: [role] }));
  }
  credentials = {
    'no credentials': null,
    'bad JWT': await forge.signedBySomebodyElse(),
    'expired JWT': await forge.expired(),
    'JWT of another audience': await forge.ofAnotherAudience(),
    'alg: none': forge.unsigned(),
    'JWT of an unknown user': await accessToken(server, 'stranger@example.com'),
    'end-user key': await mintKey({ type: 'end-user' }),
    'admin key without it': await mintKey({ type: 'admin', scopes: ['database:read'], accessRights: {} }),
    owner: await accessToken(server, ownerId),
    'other user': await accessToken(server, 'other@example.com'),
    manager: await accessToken(server, 'manager@example.com'),
  };
}, 60_000);

afterAll(async () => {
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  expect(places).toEqual([]);
});

async function must(answer: Promise<{ status: number; body: any }>): Promise<any> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
/** A key of the administrator. */
async function mintKey(fields: object): Promise<string> {
  return (await must(admin.post('/api-keys', { name: randomUUID(), ...fields }))).key;
}
/** An admin key with this scope only; `*` is asked of unrestricted ones, since a key that has limits opens no other. */
const mintScopedKey = (scope: string | null) =>
  scope === '*'
    ? mintKey({ type: 'admin' })
    : mintKey({ type: 'admin', scopes: scope === null ? [] : [scope], accessRights: {} });

/** What a call is about. */
async function makeTarget(path: string, row: Row): Promise<Target> {
  const fresh = randomUUID();
  const [userId, role] = [`target-${fresh}@example.com`, `role-${fresh}`];
  const limits = { scopes: [], accessRights: {} };
  if (path.includes('{userId}')) await must(admin.post('/users', { userId, roles: ['developer'] }));
  if (path.includes('/roles/{name}')) await must(admin.post('/roles', { name: role }));
  if (path.includes('/apis/{name}')) await must(admin.post('/apis', { name: role, ...unprotected(role) }));
  if (path.includes('/webhooks/{id}')) {
    const ofOwner = admin.as(credentials.owner ?? null);
    const { id } = await must(ofOwner.post('/webhooks', silent(fresh)));
    webhooks.push(id);
    return { id, secret: '', userId, role, fresh, ownerId };
  }
  const needsKey = path.includes('{id}') || path.endsWith('/verify') || row.needsKey === true;
  const { id = '', key: secret = '' } = needsKey
    ? await must(admin.post('/api-keys', { name: `key ${fresh}`, userId: ownerId, ...limits }))
    : {};
  return { id, secret, userId, role, fresh, ownerId };
}

/**
 * The status of a call, and its code where it is refused.
 *
 * @param untouched targets of calls that were refused. One that a call has changed is not used again, so that no cell
 *   depends on another
 */
async function outcome(
  operationId: OperationId,
  row: Row,
  credential: string | null,
  untouched: Target[],
): Promise<string> {
  const { method, path } = operations[operationId].route;
  const target = untouched.pop() ?? (await makeTarget(path, row));
  const filled = path
    .replace('{id}', target.id)
    .replace('{userId}', encodeURIComponent(target.userId))
    .replace('{name}', target.role)
    .replace('{code}', 'NOT_FOUND');
  const base = admin.baseUrl.replace(/\/v1$/, '');
  const { status, body, headers } = await admin
    .as(credential)
    .call(method, `${base}${filled}${row.query?.(target) ?? ''}`, row.body && { body: row.body(target) });
  expect(headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="latchkey"' : null);
  if (status >= 400) {
    expect(body).toMatchObject({ status, requestId: headers.get('x-request-id') });
    untouched.push(target);
  }
  if (body?.code === 'INSUFFICIENT_PERMISSIONS') expect(body.missingScopes).toEqual([row.scopes[0]]);
  return status < 400 ? String(status) : `${status} ${body.code}`;
}

/** One outcome a caller; where several scopes are enough, each is tried, and they must agree. */
async function outcomes(
  operationId: OperationId,
  row: Row,
  caller: Caller,
  untouched: Target[],
): Promise<string> {
  if (caller !== 'admin key with the scope') {
    return outcome(operationId, row, credentials[caller] ?? null, untouched);
  }
  const keys = await Promise.all((row.scopes.length === 0 ? [null] : row.scopes).map(mintScopedKey));
  const all = await Promise.all(keys.map((key) => outcome(operationId, row, key, untouched)));
  return [...new Set(all)].join(' or ');
}

const rows = Object.entries(table).flatMap(([operationId, all]) =>
  all.map((row) => [`${operationId} ${row.about ?? ''}`.trim(), operationId as OperationId, row] as const),
);

describe('who may call', () => {
  test.each(rows)('%s', async (_, operationId, row) => {
    const cells: Record<string, string> = {};
    const untouched: Target[] = [];
    for (const caller of callers) cells[caller] = await outcomes(operationId, row, caller, untouched);
    // A user has ten at most.
    for (const id of webhooks.splice(0)) await admin.delete(`/webhooks/${id}`);
    expect(cells).toEqual(row.cells);
  });
});

describe('who is shown what calls tell of a key', () => {
  let id: string;
  let withScope: string;
  beforeAll(async () => {
    const fields = { name: 'rotating', userId: ownerId, type: 'admin', scopes: [], accessRights: {} };
    const minted = await must(admin.post('/api-keys', fields));
    ({ id } = minted);
    await must(admin.post(`/api-keys/${id}/rotate`, { gracePeriod: '1h' }));
    expect((await admin.as(minted.key).get('/users')).status).toBe(403);
    withScope = await mintScopedKey('api-keys:manage');
    const isTold = async () => {
      const { rotation } = await must(admin.get(`/api-keys/${id}`));
      const { mostRefused } = await must(admin.get('/usage/summary'));
      return rotation.oldLastSeenAt !== null && mostRefused.some((key: { id: string }) => key.id === id);
    };
    for (const deadline = Date.now() + 15_000; Date.now() < deadline && !(await isTold()); ) await sleep(100);
  }, 30_000);

  const cases = members.flatMap(({ path, members: all, cells }) =>
    all.map((member) => [member, path, cells] as const),
  );
  test.each(cases)('%s in %s', async (member, path, cells) => {
    const seen: Record<string, string> = {};
    for (const caller of callers) {
      const credential = caller === 'admin key with the scope' ? withScope : (credentials[caller] ?? null);
      const { body } = await admin.as(credential).get(path.replace('{id}', id));
      const wanted = member === '{id}' ? `"id":"${id}"` : `"${member}":(?!null)`;
      const isShown = new RegExp(wanted).test(JSON.stringify(body));
      seen[caller] = isShown ? 'shown' : 'hidden';
    }
    expect(seen).toEqual(cells);
  });
});

describe('the table', () => {
  test('has a row for every operation, and a cell for every caller', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(operations).toSorted());
    for (const [, , { cells }] of rows) expect(Object.keys(cells)).toEqual([...callers]);
    expect(Object.values(table).filter((all) => all.length === 0)).toEqual([]);
  });

  test('tries every scope that an operation asks for', () => {
    for (const { route } of Object.values(operations)) {
      if (route.scopes.length === 0) continue;
      for (const row of table[route.operationId]) expect(row.scopes).toEqual(route.scopes);
    }
  });

  test('has no outcome but those that the operation documents', () => {
    const outcomeOf = (name: ProblemName) => `${problems[name].status} ${codeOf(name)}`;
    for (const [, operationId, { cells }] of rows) {
      const { route, define } = operations[operationId];
      const definition = define(settings);
      const documented = [definition.success.status, ...[...problemsOf(route, definition)].map(outcomeOf)];
      expect(documented.map(String)).toEqual(expect.arrayContaining(Object.values(cells)));
    }
  });
});

describe('a token of the administrator, signed with the issuer’s own key,', () => {
  const codeOf = async (token: string) => (await admin.as(token).get('/me')).body.code ?? 'none';

  test('is accepted: what the others are refused for is what is wrong with them', async () => {
    expect(await codeOf(await forge.good())).toBe('none');
  });

  test.each([
    'expired',
    'notYetValid',
    'withoutExpiry',
    'ofAnotherAudience',
    'ofAnotherIssuer',
    'withUnverifiedEmail',
    'forAnotherUse',
    'signedBySomebodyElse',
    'signedWithPublicKey',
    'unsigned',
    'altered',
  ] as const)('is TOKEN_INVALID where it is %s', async (flaw) => {
    expect(await codeOf(await forge[flaw]())).toBe('TOKEN_INVALID');
  });
});
