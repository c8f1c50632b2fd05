import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { signingSecret } from '../../lambdas/domain/webhooks/signing-secret.ts';
import { type Deployment, deploy, storesOver } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Call, person, serveApi } from '../support/memory-api.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { eventsOf, must, newWebhook, people } from './webhook-bench.ts';

let engine: Engine;
let api: Deployment;
let ann: Call;
let bob: Call;
let hook: Call;
beforeAll(async () => {
  engine = await startEngine();
  const webhooks = { targets: 'public', eventBus: 'alerts', mailFrom: 'keys@example.com' } as const;
  api = await deploy(engine, { webhooks, scopes: { ...settings.scopes, 'database:read': 'Read' } });
  ({ ann, bob, hook } = await people(api));
});
afterAll(() => engine?.stop());
/** A user has ten at most: each test begins without. */
afterEach(async () => {
  for (const { id } of await must(hook('listWebhooks', { query: { limit: '100' } })))
    await must(hook('deleteWebhook', { at: { id } }));
});

const create = (call: Call, fields: object = {}) => call('createWebhook', { body: newWebhook(fields) });
const etagOf = async (id: string) => (await hook('getWebhook', { at: { id } })).headers['ETag'];

describe('a webhook', () => {
  test('is made, read, listed, changed and deleted by its owner', async () => {
    const { status, body, headers } = await create(ann, { name: '  Deploys ' });
    expect(status).toBe(201);
    const { secret, ...shown } = body;
    expect(shown).toEqual({
      id: body.id,
      name: 'Deploys',
      url: 'https://hooks.example.com/in',
      kind: 'https',
      events: ['*'],
      scope: 'own',
      status: 'active',
      disabledReason: null,
      legacySignature: false,
      userId: 'ann@example.com',
      createdAt: '2027-06-15T12:00:00.500Z',
      updatedAt: '2027-06-15T12:00:00.500Z',
      rotationEndsAt: null,
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(headers).toMatchObject({ ETag: '"1"', Location: expect.stringMatching(`/webhooks/${body.id}$`) });
    const at = { id: body.id };
    expect((await ann('getWebhook', { at })).body).toEqual(shown);
    expect((await ann('listWebhooks')).body).toEqual([shown]);

    const changed = await ann('updateWebhook', { at, body: { events: ['api_key.*'], status: 'disabled' } });
    expect(changed.body).toMatchObject({
      events: ['api_key.*'],
      status: 'disabled',
      disabledReason: 'request',
    });
    expect(changed.headers['ETag']).toBe('"2"');
    expect((await ann('updateWebhook', { at, body: { status: 'active' } })).body.disabledReason).toBeNull();

    expect((await ann('deleteWebhook', { at })).status).toBe(204);
    expect((await ann('getWebhook', { at })).status).toBe(404);
    expect((await ann('listWebhooks')).body).toEqual([]);
  });

  test('has a chain of events, without its secret and without the path of its URL', async () => {
    const { id, secret } = await must(create(ann));
    const at = { id };
    await must(ann('updateWebhook', { at, body: { url: 'https://hooks.example.com/other' } }));
    await must(ann('updateWebhook', { at, body: { status: 'disabled' } }));
    await must(ann('rotateWebhookSecret', { at }));
    await must(ann('deleteWebhook', { at }));
    const events = await eventsOf(engine, id);
    expect(events.map(({ action }) => action)).toEqual([
      'webhook.created',
      'webhook.updated',
      'webhook.disabled',
      'webhook.rotated',
      'webhook.deleted',
    ]);
    expect(findChainFault(events)).toBeNull();
    const [{ changes: created, target }, { changes: updated }, { changes: disabled }, { changes: rotated }] =
      events as any;
    expect(target).toEqual({ type: 'webhook', id, name: 'Deploys' });
    expect(Object.keys(updated)).toEqual(['url']);
    expect(created.url.to).toMatch(/^https:\/\/hooks\.example\.com\/… sha256:[0-9a-f]{16}$/);
    expect(updated.url.from).toBe(created.url.to);
    expect(updated.url.to).not.toBe(created.url.to);
    expect(Object.keys(disabled).toSorted()).toEqual(['disabledReason', 'status']);
    expect(rotated).toEqual({
      secretVersion: { from: 1, to: 2 },
      formerSecretEndsAt: { from: null, to: '2027-06-16T12:00:00.500Z' },
    });
    expect(JSON.stringify(events)).not.toContain(secret.slice('whsec_'.length));
    expect(JSON.stringify(events)).not.toContain('other');
  });

  test('is changed only at the version that If-Match names', async () => {
    const { id } = await must(create(ann));
    const at = { id };
    const stale = { 'If-Match': '"7"' };
    for (const [operationId, body] of [
      ['updateWebhook', { name: 'B' }],
      ['rotateWebhookSecret', {}],
      ['deleteWebhook', undefined],
    ] as const) {
      expect(await ann(operationId, { at, headers: stale, body })).toMatchObject({ status: 412 });
    }
    const same = await ann('updateWebhook', {
      at,
      headers: { 'If-Match': '"1"' },
      body: { name: 'Deploys' },
    });
    expect(same).toMatchObject({ status: 200, headers: { ETag: '"1"' } });
    expect(await eventsOf(engine, id)).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['no such kind', { kind: 'sms' }, 'kind'],
    ['no URL', { url: null }, 'url'],
    ['http', { url: 'http://hooks.example.com/in' }, 'url'],
    ['another port', { url: 'https://hooks.example.com:8443/in' }, 'url'],
    ['a user in the URL', { url: 'https://a:b@hooks.example.com/in' }, 'url'],
    ['loopback', { url: 'https://127.0.0.1/in' }, 'url'],
    ['the metadata service', { url: 'https://169.254.169.254/latest' }, 'url'],
    ['loopback, mapped into IPv6', { url: 'https://[::ffff:7f00:1]/in' }, 'url'],
    ['loopback as a number', { url: 'https://2130706433/in' }, 'url'],
    ['a name that leads to a private address', { url: 'https://inside.example.com/in' }, 'url'],
    ['a name that leads there too', { url: 'https://both.example.com/in' }, 'url'],
    ['no events', { events: [] }, 'events'],
    ['no such event', { events: ['api_key.sold'] }, 'events.0'],
    ['an event that is nobody’s own', { events: ['role.*'] }, 'events.0'],
    ['an event twice', { events: ['*', '*'] }, 'events.1'],
    ['no such scope', { scope: 'some' }, 'scope'],
    ['no such status', { status: 'paused' }, 'status'],
    ['a bus that is told of own events', { kind: 'eventbridge', url: null }, 'scope'],
    ['a bus with a URL', { kind: 'eventbridge', scope: 'all' }, 'url'],
    ['two addresses', { kind: 'email', url: 'mailto:a@example.com,b@example.com' }, 'url'],
    [
      'a signature in mail',
      { kind: 'email', url: 'mailto:hook@example.com', legacySignature: true },
      'legacySignature',
    ],
    ['an owner', { userId: 'ann@example.com' }, 'userId'],
    ['a secret', { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, 'secret'],
  ])('is not made of %s', async (_, fields, field) => {
    api.addresses.set('inside.example.com', ['10.0.0.7']);
    api.addresses.set('both.example.com', ['198.51.100.7', '::1']);
    const { status, body } = await create(hook, fields);
    expect([status, body.code, body.errors?.[0].field]).toEqual([400, 'INVALID', field]);
  });

  test.each<[string, object, string]>([
    ['kind', { kind: 'email' }, 'kind'],
    ['owner', { userId: 'bob@example.com' }, 'userId'],
    ['URL to what is not public', { url: 'https://inside.example.com/' }, 'url'],
    ['nothing', {}, 'body'],
  ])('is not changed in its %s', async (_, body, field) => {
    api.addresses.set('inside.example.com', ['10.0.0.7']);
    const { id } = await must(create(ann));
    const refused = await ann('updateWebhook', { at: { id }, body });
    expect([refused.status, refused.body.errors?.[0].field]).toEqual([400, field]);
    expect(await etagOf(id)).toBe('"1"');
  });

  test('can be disabled where its kind is no longer served', async () => {
    const { id } = await must(create(hook, { kind: 'eventbridge', url: null, scope: 'all' }));
    const without = serveApi(storesOver(engine, api.clock), api.clock);
    const call = without.as(person('hook@example.com'));
    expect((await call('updateWebhook', { at: { id }, body: { events: ['user.*'] } })).status).toBe(400);
    expect((await call('updateWebhook', { at: { id }, body: { status: 'disabled' } })).status).toBe(200);
  });
});

describe('the secret of a webhook', () => {
  test('is that of its endpoint, its version and the master that it was made with', async () => {
    const { id, secret } = await must(create(ann));
    const before = await api.masters.current();
    expect(secret).toBe(signingSecret(before.bytes, { endpointId: id, version: 1 }));
    api.masters.replace();
    const now = await api.masters.current();
    const rotated = await must(ann('rotateWebhookSecret', { at: { id } }));
    expect(rotated.secret).toBe(signingSecret(now.bytes, { endpointId: id, version: 2 }));
    expect((await engine.contents())[`WEBHOOK#${id} WEBHOOK`]).toMatchObject({
      secretVersion: 2,
      masterVersion: now.version,
      formerMasterVersion: before.version,
      formerSecretEndsAt: noon + 24 * 3_600_000,
    });
  });

  test.each([
    [undefined, '2027-06-16T12:00:00.500Z'],
    [{}, '2027-06-16T12:00:00.500Z'],
    [{ gracePeriod: '1h' }, '2027-06-15T13:00:00.500Z'],
    [{ gracePeriod: '30d' }, '2027-07-15T12:00:00.500Z'],
    [{ gracePeriod: '0s' }, null],
  ])('is rotated with %j, and the former one ends at %s', async (body, rotationEndsAt) => {
    const { id, secret } = await must(create(ann));
    const rotated = await ann('rotateWebhookSecret', { at: { id }, body });
    expect(rotated).toMatchObject({ status: 200, headers: { ETag: '"2"' }, body: { rotationEndsAt } });
    expect(rotated.body.secret).not.toBe(secret);
  });

  test('is not rotated with a grace period of 31 days', async () => {
    const { id } = await must(create(ann));
    const { status, body } = await ann('rotateWebhookSecret', { at: { id }, body: { gracePeriod: '31d' } });
    expect([status, body.errors[0].field]).toEqual([400, 'gracePeriod']);
  });

  test('is not there where nothing is signed', async () => {
    const mail = await must(create(ann, { kind: 'email', url: 'mailto:Ann@example.com' }));
    expect(mail.secret).toBeNull();
    const rotated = await ann('rotateWebhookSecret', { at: { id: mail.id } });
    expect([rotated.status, rotated.body.code]).toEqual([409, 'CONFLICT']);
  });

  test('stands in no table', async () => {
    const { secret } = await must(create(ann));
    expect(JSON.stringify(await engine.contents())).not.toContain(secret.slice('whsec_'.length));
  });
});

describe('who may', () => {
  const key = async (userId: string, fields: object) => {
    const body = { name: crypto.randomUUID(), userId, type: 'admin', ...fields };
    return api.as((await must(api.admin('createApiKey', { body }))).key);
  };
  const refusal = ({ status, body }: { status: number; body: any }) => [
    status,
    body.code,
    body.missingScopes,
  ];
  const missing = [403, 'INSUFFICIENT_PERMISSIONS', ['webhooks:manage']];

  test('see a webhook: its owner and whoever manages webhooks; to others there is none', async () => {
    const [{ id }, { id: hooksId }] = [await must(create(ann)), await must(create(hook))];
    const at = { id };
    for (const [operationId, body] of [
      ['getWebhook', undefined],
      ['updateWebhook', { name: 'B' }],
      ['rotateWebhookSecret', {}],
      ['deleteWebhook', undefined],
    ] as const) {
      expect(await bob(operationId, { at, body })).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
      const nobodys = { id: '00000000-0000-4000-8000-000000000000' };
      expect(await bob(operationId, { at: nobodys, body })).toMatchObject({ status: 404 });
    }
    const ids = async (call: Call, query = {}) =>
      (await must(call('listWebhooks', { query }))).map((each: { id: string }) => each.id);
    expect(await ids(ann)).toEqual([id]);
    expect(await ids(bob)).toEqual([]);
    expect(await ids(bob, { userId: 'ann@example.com' })).toEqual([]);
    expect(new Set(await ids(hook))).toEqual(new Set([id, hooksId]));
    expect(await ids(hook, { userId: 'Ann@Example.com' })).toEqual([id]);
    expect((await hook('updateWebhook', { at, body: { name: 'Mine' } })).status).toBe(200);
    expect((await hook('deleteWebhook', { at })).status).toBe(204);
  });

  test('be told of all events, and have mail sent to others: who manages webhooks', async () => {
    const others = { kind: 'email', url: 'mailto:bob@example.com' };
    for (const fields of [{ scope: 'all' }, { scope: 'all', status: 'disabled' }, others]) {
      expect(refusal(await create(ann, fields))).toEqual(missing);
      expect((await create(hook, fields)).status).toBe(201);
    }
    const { id } = await must(create(ann));
    expect(refusal(await ann('updateWebhook', { at: { id }, body: { scope: 'all' } }))).toEqual(missing);
    // Nor may anybody give it to her.
    expect(refusal(await hook('updateWebhook', { at: { id }, body: { scope: 'all' } }))).toEqual(missing);
  });

  test('be told whether a name leads inside: nobody whose webhook is refused anyway', async () => {
    api.addresses.set('inside.example.com', ['10.0.0.7']);
    const url = 'https://inside.example.com/';
    expect(refusal(await create(ann, { scope: 'all', url }))).toEqual(missing);
    expect((await create(ann, { url })).body.errors[0].field).toBe('url');
  });

  test('make one with a key: nobody without webhooks:manage, though its user may', async () => {
    const restricted = await key('ann@example.com', { scopes: ['database:read'], accessRights: {} });
    expect(refusal(await create(restricted))).toEqual(missing);
    const { id } = await must(create(ann));
    const at = { id };
    expect((await restricted('getWebhook', { at })).status).toBe(200);
    for (const [operationId, body] of [
      ['updateWebhook', { status: 'disabled' }],
      ['rotateWebhookSecret', {}],
      ['deleteWebhook', undefined],
    ] as const) {
      expect(refusal(await restricted(operationId, { at, body }))).toEqual(missing);
    }
    const managing = await key('admin@example.com', { scopes: ['webhooks:manage'], accessRights: {} });
    expect((await create(managing, { scope: 'all' })).status).toBe(201);
    const endUser = await key('ann@example.com', { type: 'end-user', scopes: [], accessRights: {} });
    expect((await endUser('listWebhooks')).body.code).toBe('END_USER_KEY');
  });

  test('narrow what they may no longer have, and not be shown its secret', async () => {
    await must(api.admin('createRole', { body: { name: 'passing', scopes: ['webhooks:manage'] } }));
    const at = { userId: 'bob@example.com' };
    await must(api.admin('updateUser', { at, body: { roles: ['passing'] } }));
    const { id } = await must(create(bob, { scope: 'all', events: ['*'] }));
    await must(api.admin('updateUser', { at, body: { roles: ['reader'] } }));
    const change = (body: object) => bob('updateWebhook', { at: { id }, body });
    expect(refusal(await bob('rotateWebhookSecret', { at: { id } }))).toEqual(missing);
    expect(refusal(await change({ url: 'https://other.example.com/' }))).toEqual(missing);
    expect(refusal(await change({ events: ['api_key.*', 'role.*'] }))).toEqual(missing);
    expect((await change({ name: 'Still mine' })).status).toBe(200);
    expect((await change({ status: 'disabled' })).status).toBe(200);
    expect(refusal(await change({ status: 'active' }))).toEqual(missing);
    expect((await bob('deleteWebhook', { at: { id } })).status).toBe(204);
  });
});

test('lists come newest first, a page at a time, each once', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 7; at += 1) {
    api.clock.set(noon + at);
    ids.unshift((await must(create(ann, { name: `N${at}` }))).id);
  }
  api.clock.set(noon);
  const seen: string[] = [];
  let query: Record<string, string> | undefined = { limit: '3' };
  while (query !== undefined) {
    const { body, headers }: { body: any; headers: Record<string, string> } = await ann('listWebhooks', {
      query,
    });
    seen.push(...body.map((each: { id: string }) => each.id));
    const url = /^<([^>]+)>/.exec(headers['Link'] ?? '')?.[1];
    query = url === undefined ? undefined : Object.fromEntries(new URL(url).searchParams);
    if (seen.length > 20) throw new Error('the list does not end');
  }
  expect(seen).toEqual(ids);
  expect((await ann('listWebhooks', { query: { cursor: 'x' } })).body.errors[0].field).toBe('cursor');
});
