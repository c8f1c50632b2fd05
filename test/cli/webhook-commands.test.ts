import { Writable } from 'node:stream';
import { PretendDeployment } from './pretend-deployment.ts';
import { delivery, webhook, webhookSecret } from './records.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: PretendDeployment;
const place = `/webhooks/${webhook.id}`;
const withSecret = { ...webhook, secret: webhookSecret };
beforeEach(() => {
  deployment = new PretendDeployment();
  terminal = Terminal.at(deployment);
  deployment.answers['GET /webhooks'] = () => [200, [webhook]];
  deployment.answers['POST /webhooks'] = () => [201, withSecret];
  deployment.answers[`GET ${place}`] = () => [200, webhook];
  deployment.answers[`PATCH ${place}`] = () => [200, webhook];
  deployment.answers[`DELETE ${place}`] = () => [204, undefined];
  deployment.answers[`POST ${place}/rotate-secret`] = () => [200, withSecret];
});
afterEach(() => terminal.remove());

const sent = () =>
  deployment.sent
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => [method, body === '' ? null : (JSON.parse(body) as unknown)]);
const latchkey = (...args: string[]) => terminal.run(['webhooks', ...args]);
const create = ['create', 'Deploys', '--endpoint', webhook.url, '--events', 'api_key.*'];
const broken = () => new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });

test('a new one is sent what was given, and nothing else', async () => {
  await latchkey(...create);
  const more = ['--events', 'webhook.failing,user.*', '--scope', 'all', '--status', 'disabled'];
  await latchkey(...create, ...more, '--legacy-signature');
  await latchkey('create', 'Bus', '--kind', 'eventbridge', '--scope', 'all', '--events', '*');
  const { name, url, kind, events } = webhook;
  expect(sent()).toEqual([
    ['POST', { name, kind, events, url }],
    [
      'POST',
      {
        name,
        kind,
        events: ['api_key.*', 'webhook.failing', 'user.*'],
        url,
        scope: 'all',
        status: 'disabled',
        legacySignature: true,
      },
    ],
    ['POST', { name: 'Bus', kind: 'eventbridge', events: ['*'], scope: 'all' }],
  ]);
});

test.each([
  [['create', 'Deploys', '--events', '*'], 'Add --endpoint, such as --endpoint https://'],
  [['create', 'Mail', '--kind', 'email', '--events', '*'], 'Add --endpoint, such as --endpoint mailto:'],
  [['create', 'Deploys', '--endpoint', 'https://hooks.example.com/'], 'Add --events'],
  [['create', 'Bus', '--kind', 'eventbridge'], 'Add --events'],
])('what is missing is named by its option: webhooks %j', async (args, advice) => {
  const { code, err } = await latchkey(...args);
  expect(code).toBe(2);
  expect(err).toContain(advice);
  expect(deployment.sent).toEqual([]);
});

test.each([[['create', 'Deploys']], [['update', 'Deploys']], [['create', 'Deploys', '--kind', 'sms']]])(
  'what says nothing, or nothing that there is, is refused: webhooks %j',
  async (args) => {
    expect((await latchkey(...args)).code).toBe(2);
    expect(deployment.sent).toEqual([]);
  },
);

describe('the secret', () => {
  test('is printed alone with --quiet, as a field of JSON, and to people with a word', async () => {
    expect(await latchkey(...create, '--quiet')).toEqual({ code: 0, out: `${webhookSecret}\n`, err: '' });
    expect(JSON.parse((await latchkey(...create, '-o', 'json')).out)).toEqual(withSecret);
    const shown = await latchkey(...create);
    expect(shown.out).toContain(webhookSecret);
    expect(shown.err).toContain('only time');
  });

  test('is none where nothing is signed', async () => {
    deployment.answers['POST /webhooks'] = () => [201, { ...webhook, secret: null }];
    expect((await latchkey(...create, '-q')).out).toBe(`${webhook.id}\n`);
    expect(await latchkey(...create)).toMatchObject({ out: expect.stringContaining('none'), err: '' });
  });

  test('that could not be written can be made anew', async () => {
    const rotationEndsAt = '2027-06-15T12:00:00.000Z';
    deployment.answers[`POST ${place}/rotate-secret`] = () => [200, { ...withSecret, rotationEndsAt }];
    const args = ['webhooks', 'rotate-secret', webhook.id, '-q'];
    const { code, err } = await terminal.run(args, { stdout: broken() });
    expect(code).toBe(1);
    expect(err).toContain(
      `latchkey webhooks rotate-secret ${webhook.id} (the former one signs until ${rotationEndsAt}`,
    );
    expect(err).not.toContain(webhookSecret);
  });

  test('is told to nobody else: not with --debug, and not where it was given by mistake', async () => {
    const debugged = await latchkey(...create, '--debug', '-q');
    expect(debugged.err).toContain('> POST ');
    expect(debugged.err).not.toContain(webhookSecret.slice(6, 30));
    for (const args of [
      ['get', webhookSecret],
      [webhookSecret],
      ['get', encodeURIComponent(webhookSecret)],
      ['create', 'Deploys', `--${webhookSecret}`],
    ]) {
      const { code, out, err } = await latchkey(...args);
      expect(code).not.toBe(0);
      expect(out + err).not.toContain(webhookSecret.slice(6, 30));
    }
  });
});

test.each([
  [['--events', '*', '--name', 'All'], { name: 'All', events: ['*'] }],
  [['--status', 'active', '--no-legacy-signature'], { status: 'active', legacySignature: false }],
  [
    ['--endpoint', 'https://new.example.com/', '--scope', 'own'],
    { url: 'https://new.example.com/', scope: 'own' },
  ],
])('an update sends what was given, and nothing else: %j', async (args, body) => {
  expect((await latchkey('update', 'deploys ', ...args)).code).toBe(0);
  expect(sent()).toEqual([['PATCH', body]]);
});

test('one goes by its id, or by a name that no other has', async () => {
  const get = async (name: string) => JSON.parse((await latchkey('get', name, '-o', 'json')).out) as unknown;
  for (const name of [webhook.id, 'Deploys', ' DEPLOYS']) expect(await get(name)).toEqual(webhook);
  expect((await latchkey('get', 'Deploy')).code).toBe(3);
  const other = { ...webhook, id: webhook.id.replace('5d', '6d'), userId: 'bob@example.com' };
  deployment.answers['GET /webhooks'] = () => [200, [webhook, other]];
  const { code, err } = await latchkey('get', 'Deploys');
  expect([code, err]).toEqual([2, expect.stringContaining(`${other.id} of bob@example.com`)]);
});

test.each([
  [
    ['delete', 'Deploys'],
    ['DELETE', null],
  ],
  [
    ['rotate-secret', 'Deploys', '--grace', '0s'],
    ['POST', { gracePeriod: '0s' }],
  ],
])('what cannot be undone is asked about first: webhooks %j', async (args, request) => {
  expect((await latchkey(...args)).code).toBe(2);
  expect((await latchkey(...args, '--dry-run')).code).toBe(0);
  expect(sent()).toEqual([]);
  expect((await latchkey(...args, '--yes')).code).toBe(0);
  expect(sent()).toEqual([request]);
});

test('a rotation asks where it ends a secret that signs still, and not otherwise', async () => {
  expect((await latchkey('rotate-secret', 'Deploys')).code).toBe(0);
  expect((await latchkey('rotate-secret', 'Deploys', '--grace', '7d')).code).toBe(0);
  expect(sent()).toEqual([
    ['POST', {}],
    ['POST', { gracePeriod: '7d' }],
  ]);
  deployment.answers[`GET ${place}`] = () => [
    200,
    { ...webhook, rotationEndsAt: '2027-06-15T12:00:00.000Z' },
  ];
  expect((await latchkey('rotate-secret', 'Deploys')).code).toBe(2);
});

describe('a test', () => {
  test.each([
    [{ status: 204, ms: 131, error: null }, 0, '204'],
    [{ status: 302, ms: 20, error: null }, 10, '302'],
    [{ status: null, ms: 15_002, error: 'timeout' }, 10, 'timeout'],
  ])('that is answered %j ends with %i', async (result, code, said) => {
    deployment.answers[`POST ${place}/test`] = () => [200, result];
    expect(await latchkey('test', 'Deploys', '-q')).toEqual({ code, out: `${said}\n`, err: '' });
    expect(JSON.parse((await latchkey('test', 'Deploys', '-o', 'json')).out)).toEqual(result);
    expect((await latchkey('test', 'Deploys')).out).toContain(`${result.ms} ms`);
  });
});

describe('deliveries', () => {
  beforeEach(() => {
    deployment.answers[`GET ${place}/deliveries`] = () => [200, [delivery, delivery]];
    deployment.answers[`POST ${place}/deliveries/${delivery.id}/retry`] = () => [202, delivery];
    deployment.answers[`POST ${place}/replay`] = () => [202, { queued: 17 }];
  });

  test('are listed as asked for, with what was answered last', async () => {
    const { out } = await latchkey('deliveries', 'Deploys');
    expect(out).toMatch(/api_key\.rotated .* waiting +2 +timeout +2027-06-15 12:05/);
    const span = ['--from', '2027-06-15', '--to', '2027-06-16'];
    const listed = await latchkey('deliveries', webhook.id, '--state', 'dead', ...span, '--limit', '1', '-q');
    expect(listed.out).toBe(`${delivery.id}\n`);
    const query = { state: 'dead', from: '2027-06-15', to: '2027-06-16', limit: '1' };
    expect(Object.fromEntries(deployment.sent.at(-1)!.url.searchParams)).toEqual(query);
    expect((await latchkey('deliveries', 'Deploys', '--state', 'lost')).code).toBe(2);
  });

  test('are sent again, one by its id, or all of a span', async () => {
    expect((await latchkey('retry', 'Deploys', delivery.id, '-q')).out).toBe(`${delivery.id}\n`);
    const { code, err } = await latchkey('retry', 'Deploys', 'no such');
    expect(code).toBe(3);
    expect(err).toContain(`See: latchkey webhooks deliveries ${webhook.id}`);
    terminal.now = () => new Date('2027-06-15T12:00:00.000Z');
    expect((await latchkey('replay', 'Deploys', '--from', '2027-06-15', '-q')).out).toBe('17\n');
    expect((await latchkey('replay', 'Deploys')).code).toBe(2);
    expect(sent()).toEqual([
      ['POST', null],
      ['POST', null],
      ['POST', { from: '2027-06-15', to: '2027-06-15T12:00:00.000Z' }],
    ]);
  });
});

test('names are offered to a shell that completes', async () => {
  expect((await terminal.run(['__complete', '--', 'webhooks', 'get', 'De'])).out).toBe('Deploys\n');
});
