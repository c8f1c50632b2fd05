import { ApiClient } from './api-client.ts';
import { byTarget, chainFaults, exportedEvents, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';

describe('many at once', () => {
  let server: LatchkeyProcess;
  let admin: ApiClient;

  beforeAll(async () => {
    server = await LatchkeyProcess.start({ args: lastingArgs });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  });

  afterAll(async () => {
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    expect(places).toEqual([]);
  });

  const times = <T>(count: number, make: (at: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, at) => make(at)));

  function tally(answers: readonly { status: number; body: { code?: string } | null }[]) {
    const groups = Map.groupBy(answers, ({ status, body }) => `${status} ${body?.code ?? ''}`.trim());
    return Object.fromEntries([...groups].map(([outcome, { length }]) => [outcome, length]));
  }

  test('of 100 creations of one name, one succeeds', async () => {
    const answers = await times(100, (at) =>
      admin.post('/api-keys', { name: at % 2 === 0 ? 'The One' : ' the one ' }),
    );
    expect(tally(answers)).toEqual({ 201: 1, '409 NAME_TAKEN': 99 });
    expect(answers.find(({ status }) => status === 409)?.body.detail).toBe('Name should be unique');
    const { items } = await admin.list('/api-keys?search=the%20one');
    expect(items).toHaveLength(1);
  });

  test('of 50 PATCHes with the same ETag, one succeeds', async () => {
    const { body } = await admin.post('/api-keys', { name: 'contended' });
    const answers = await times(50, (at) =>
      admin.patch(
        `/api-keys/${body.id}`,
        { description: `change ${at}` },
        { headers: { 'If-Match': '"1"' } },
      ),
    );
    expect(tally(answers)).toEqual({ 200: 1, '412 PRECONDITION_FAILED': 49 });
    const { headers } = await admin.get(`/api-keys/${body.id}`);
    expect(headers.get('etag')).toBe('"2"');
  });

  test('changes without an ETag all happen, one after the other', async () => {
    const { body } = await admin.post('/api-keys', { name: 'shared' });
    const answers = await times(10, (at) =>
      admin.patch(`/api-keys/${body.id}`, { description: `change ${at}` }),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    const { headers } = await admin.get(`/api-keys/${body.id}`);
    expect(headers.get('etag')).toBe(`"${1 + done}"`);
  });

  test('of 20 deletions, one succeeds and the name is free', async () => {
    const { body } = await admin.post('/api-keys', { name: 'brief' });
    const answers = await times(20, () => admin.delete(`/api-keys/${body.id}`));
    expect(tally(answers)).toEqual({ 204: 1, '404 NOT_FOUND': 19 });
    expect((await admin.post('/api-keys', { name: 'brief' })).status).toBe(201);
  });

  test('every operation is one event, in the log and in the API, without a gap', async () => {
    const events = await settledEvents(server, admin);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(chainFaults(events)).toEqual([]);
    const exported = exportedEvents(server);
    expect([...exported.values()].toSorted(byId)).toEqual(events.toSorted(byId));

    const { items } = await admin.list('/api-keys?limit=100');
    const chains = byTarget(events);
    for (const { id } of items) {
      const { headers } = await admin.get(`/api-keys/${id}`);
      expect(headers.get('etag')).toBe(`"${chains.get(String(id))?.length}"`);
    }
    const created = events.filter(({ action }) => action === 'api_key.created').length;
    const deleted = events.filter(({ action }) => action === 'api_key.deleted').length;
    expect(created - deleted).toBe(items.length);
  });

  const byId = (left: { eventId: string }, right: { eventId: string }) =>
    left.eventId < right.eventId ? -1 : 1;
});
