import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { listBinding, writeCursor } from '../../lambdas/domain/cursor.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { createAuditEventLister } from '../../lambdas/store/audit-event-listing.ts';
import { type Deployment, deploy, storesOver } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { noon } from '../support/memory-ports.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine?.stop());

const id = '3f0c6f0e-8a52-4f6b-9d52-0c4b7a1e5d11';
const time = '2027-06-15T12:00:00.500Z';
const sorted = (field: string) => ({ owner: null, sort: { field, descending: false } });
/** Every list, with all that its cursors are bound to: anybody can work that out, and forge a cursor. */
const lists = {
  users: ['listUsers', {}, {}],
  roles: ['listRoles', {}, {}],
  'audit-events': ['listAuditEvents', {}, { isAuditor: true }],
  'keys by time': ['listApiKeys', { sort: 'createdAt' }, sorted('createdAt')],
  'keys by name': ['listApiKeys', { sort: 'name' }, sorted('name')],
  'keys by expiry': ['listApiKeys', { sort: 'expiresAt' }, sorted('expiresAt')],
} as const satisfies Record<string, readonly [OperationId, Record<string, string>, object]>;
type List = keyof typeof lists;

function ask(api: Deployment, list: List, position: string) {
  const [operationId, query, binding] = lists[list];
  const name = list.startsWith('keys') ? 'api-keys' : list;
  return api.admin(operationId, {
    query: { ...query, cursor: writeCursor(listBinding(name, { ...binding }), position) },
  });
}

test('a position that no list has written is refused in every list, whoever forged its digest', async () => {
  const api = await deploy(engine);
  const strange: readonly (readonly [List, string])[] = [
    ['users', ' 9999-12-31'],
    ['users', 'x'.repeat(257)],
    ['users', 'no body'],
    ['roles', '9999-12-31T00:00'],
    ['roles', 'x'.repeat(65)],
    ['audit-events', '9999-12-31'],
    ['audit-events', ' 9999-12-31'],
    ['audit-events', `${time}#1#${id}`],
    ['audit-events', `2027-99-15T12:00:00.500Z#000000000001#${id}`],
    ['audit-events', `${time}#000000000001#${id}${'x'.repeat(1_024)}`],
    ['keys by time', '9999-12-31'],
    ['keys by time', `${time}#${id}`],
    ['keys by time', `~\u0001${id}`],
    ['keys by name', 'a'],
    ['keys by name', `${'ä'.repeat(600)}\u0001${id}`],
    ['keys by name', `${'a'.repeat(1_100)}\u0001${id}`],
    ['keys by expiry', '~~'],
    ['keys by expiry', `2027\u0001${id}`],
  ];
  const answers = await Promise.all(strange.map(([list, position]) => ask(api, list, position)));
  expect(answers.map(({ status, body }, at) => [strange[at]?.[0], status, body.errors?.[0].field])).toEqual(
    strange.map(([list]) => [list, 400, 'cursor']),
  );
});

test('a position that a list may have written is taken, though nothing is there', async () => {
  const api = await deploy(engine);
  const plausible: readonly (readonly [List, string])[] = [
    ['users', "o'neill+x@example.com"],
    ['roles', 'zebra-9'],
    ['audit-events', `${time}#000000000001#${id}`],
    ['keys by time', `${time}\u0001${id}`],
    ['keys by name', `木 😀 smile\u0001${id}`],
    ['keys by name', `${'ä'.repeat(450)}\u0001${id}`],
    ['keys by expiry', `${time}\u0001${id}`],
    ['keys by expiry', `~\u0001${id}`],
  ];
  const answers = await Promise.all(plausible.map(([list, position]) => ask(api, list, position)));
  expect(answers.map(({ status }) => status)).toEqual(plausible.map(() => 200));
});

test('a search of an audit log in which nothing is stays within its time, and goes on where it stopped', async () => {
  const { admin } = await deploy(engine);
  await admin('createRole', { body: { name: 'long-ago' } });
  let now = noon + 390 * dayMs;
  const slow = answering(engine.tables, (command, proceed) => {
    if (command instanceof QueryCommand) now += 100;
    return proceed();
  });
  const clock = { now: () => now, sleep: async () => {} };
  const stores = { ...storesOver(engine, clock), listEvents: createAuditEventLister(slow, clock.now) };
  const call = serveApi(stores, clock).as(person('admin@example.com'));
  const to = new Date(now).toISOString();
  const found: string[] = [];
  const took: number[] = [];
  for (let query: Record<string, string> | null = { to, action: 'role.created' }; query !== null; ) {
    const begunAt = now;
    const { status, body, headers } = await call('listAuditEvents', { query });
    took.push(now - begunAt);
    expect(status).toBe(200);
    found.push(...body.map(({ target }: { target: { name: string } }) => target.name));
    const url = headers['Link']?.match(/^<([^>]+)>; rel="next"$/)?.[1];
    query = url === undefined ? null : Object.fromEntries(new URL(url).searchParams);
    if (took.length > 100) throw new Error('the list does not end');
  }
  // Two seconds, and what was asked for last: sixteen days at a hundred milliseconds each.
  expect(Math.max(...took)).toBeLessThanOrEqual(3_600);
  expect(found.toSorted()).toEqual(['admin', 'long-ago']);
});
