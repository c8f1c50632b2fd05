import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { administrator } from '../support/memory-events.ts';
import { noon } from '../support/memory-ports.ts';

const owner = {
  ...administrator,
  userId: 'ada@example.com',
  scopes: '["database:read"]',
  accessRights: '{}',
};
let engine: Engine;
let api: Api;
let id: string;

captureLogLines();

/** A key of Ada's, that an administrator makes and pauses, and Ada describes. */
beforeAll(async () => {
  engine = await startEngine();
  api = apiOver(engine.tables);
  await seedRole(engine.tables, 'developer', { scopes: ['database:read'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'ada@example.com' });
  const body = { name: 'CI', userId: 'ada@example.com', scopes: ['database:read'], accessRights: {} };
  id = (await api.call('createApiKey', { body })).body.id;
  api.clock.set(noon + 1_000);
  await api.call('updateApiKey', { id, body: { description: 'mine' }, authorizer: owner });
  api.clock.set(noon + 2_000);
  await api.call('pauseApiKey', { id });
  api.clock.set(noon + 3_000);
});
afterAll(() => engine?.stop());

interface Event {
  action: string;
  actor: { userId: string };
}
const actionsOf = (events: Event[]) => events.map(({ action }) => action);
const all = ['api_key.paused', 'api_key.updated', 'api_key.created'];

describe('an auditor', () => {
  test('sees all events, newest first, with their origin', async () => {
    const { status, body, headers } = await api.call('listAuditEvents');
    expect([status, actionsOf(body), headers['Link']]).toEqual([200, all, undefined]);
    expect(body.every((event: object) => 'sourceIp' in event && 'userAgent' in event)).toBe(true);
  });

  test('sees their members in the documented order, however the table gives them back', async () => {
    const { body } = await api.call('listAuditEvents', { query: { limit: '1' } });
    const [event] = body as Record<string, object>[];
    const members =
      'eventId sequence previousHash hash at action actor target changes sourceIp userAgent requestId';
    expect(Object.keys(event!)).toEqual(members.split(' '));
    expect(Object.keys(event!['actor']!)).toEqual(['userId', 'via']);
    expect(Object.keys(event!['target']!)).toEqual(['type', 'id', 'name']);
    expect(Object.values(event!['changes']!).map((change: object) => Object.keys(change))).toEqual([
      ['from', 'to'],
    ]);
  });

  test.each([
    [{ actor: 'ADA@example.com' }, ['api_key.updated']],
    [{ action: 'api_key.created' }, ['api_key.created']],
    [{ targetId: 'nothing' }, []],
    [{ targetType: 'api_key', action: 'api_key.paused' }, ['api_key.paused']],
    [{ targetType: 'user' }, []],
    [{ from: '2027-06-15T12:00:01.500Z', to: '2027-06-15T12:00:01.500Z' }, ['api_key.updated']],
    [{ from: '2027-06-15T14:00:02+02:00' }, ['api_key.paused']],
  ])('filters by %j', async (query, expected) => {
    expect(actionsOf((await api.call('listAuditEvents', { query })).body)).toEqual(expected);
  });

  test('reads page by page, each event once', async () => {
    const seen: string[] = [];
    let query: Record<string, string> = { limit: '1', targetId: id };
    for (let page = 0; page < 3; page += 1) {
      const { body, headers } = await api.call('listAuditEvents', { query });
      seen.push(...actionsOf(body));
      const next = headers['Link']?.match(/^<([^>]+)>; rel="next"$/)?.[1];
      expect(next === undefined).toBe(page === 2);
      if (next !== undefined) query = Object.fromEntries(new URL(next).searchParams);
    }
    expect(seen).toEqual(all);
  });

  test.each([
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2027-06-15' }, 'from'],
    [{ from: '2027-06-16T00:00:00Z', to: '2027-06-15T00:00:00Z' }, 'from'],
    [{ action: 'api_key.read' }, 'action'],
    [{ targetType: 'key' }, 'targetType'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
  ])('is told what is wrong with %j', async (query, field) => {
    const { status, body } = await api.call('listAuditEvents', { query });
    expect([status, body.errors?.[0].field]).toEqual([400, field]);
  });

  test.each([
    [{ to: '9999-12-31T23:59:59.999Z' }, all],
    [{ to: '9999-12-31T23:59:59.999Z', targetId: 'ID' }, all],
    [{ from: '0001-01-01T00:00:00Z' }, all],
    [{ from: '9998-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z' }, []],
  ])('asks no more of DynamoDB than retention spans, whatever the range: %j', async (query, expected) => {
    let queries = 0;
    const counted = answering(engine.tables, (command, proceed) => {
      if (command instanceof QueryCommand) queries += 1;
      if (queries > 450) throw new Error('more days are asked for than events are kept');
      return proceed();
    });
    const over = apiOver(counted);
    over.clock.set(noon + 3_000);
    const sent = 'targetId' in query ? { ...query, targetId: id } : query;
    const { status, body } = await over.call('listAuditEvents', { query: sent });
    expect(status).toBe(200);
    expect(actionsOf(body)).toEqual(expected);
  });
});

describe('the owner of a key', () => {
  const ask = (query: Record<string, string>, authorizer = owner) =>
    api.call('listAuditEvents', { query, authorizer });

  test('sees the events of that key, without where others called from', async () => {
    const { body } = await ask({ targetId: id });
    expect(actionsOf(body)).toEqual(all);
    for (const event of body) {
      const isOwn = event.actor.userId === owner.userId;
      expect(['sourceIp' in event, 'userAgent' in event]).toEqual([isOwn, isOwn]);
    }
    expect(body.some((event: Event) => event.actor.userId === owner.userId)).toBe(true);
  });

  test('sees them by the kind of their target', async () => {
    expect(actionsOf((await ask({ targetId: id, targetType: 'api_key' })).body)).toEqual(all);
    expect((await ask({ targetId: id, targetType: 'role' })).body).toEqual([]);
  });

  test.each([
    ['without naming the key', () => ({})],
    ['of all keys', () => ({ targetType: 'api_key' })],
    ['of what is not there', () => ({ targetId: 'nothing' })],
    ['of their own user', () => ({ targetId: owner.userId })],
  ])('sees no others: %s', async (_, query) => {
    const { status, body } = await ask(query());
    expect([status, body.code, body.missingScopes]).toEqual([
      403,
      'INSUFFICIENT_PERMISSIONS',
      ['audit:read'],
    ]);
  });

  test('is not somebody else', async () => {
    expect((await ask({ targetId: id }, { ...owner, userId: 'bob@example.com' })).status).toBe(403);
  });
});
