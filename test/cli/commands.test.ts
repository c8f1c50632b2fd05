import { Writable } from 'node:stream';
import { PretendDeployment } from './pretend-deployment.ts';
import { apiKey, minted, secret } from './records.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: PretendDeployment;
beforeEach(() => {
  deployment = PretendDeployment.withKey();
  terminal = Terminal.at(deployment);
});
afterEach(() => terminal.remove());

const create = ['keys', 'create', 'CI Pipeline'];
/** An output whose reader has gone. */
const broken = () =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
  });

describe('keys create', () => {
  test('sends what was given, and nothing else', async () => {
    await terminal.run(create);
    const whose = [
      '--user',
      'bot@example.com',
      '--description',
      'nightly',
      '--type',
      'admin',
      '--tier',
      'pro',
    ];
    const rights = ['--scopes', 'a:read,b:read', '--scopes', 'c:read', '--access-rights', '{"sales":{}}'];
    const others = ['--allow-ip', '203.0.113.0/24', '--metadata', 'team=data', '--metadata', 'url=a=b'];
    await terminal.run([...create, ...whose, ...rights, ...others, '--expires', '90d']);
    await terminal.run([...create, '--expires', 'never', '--scopes', '']);
    await terminal.run([...create, '--expires', '2027-06-15']);
    expect(deployment.sent.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { name: 'CI Pipeline' },
      {
        name: 'CI Pipeline',
        description: 'nightly',
        userId: 'bot@example.com',
        type: 'admin',
        expiresIn: '90d',
        scopes: ['a:read', 'b:read', 'c:read'],
        accessRights: { sales: {} },
        rateLimitTier: 'pro',
        allowedIps: ['203.0.113.0/24'],
        metadata: { team: 'data', url: 'a=b' },
      },
      { name: 'CI Pipeline', expiresAt: null, scopes: [] },
      { name: 'CI Pipeline', expiresAt: '2027-06-15' },
    ]);
    expect(deployment.sent.every(({ headers }) => headers.has('Idempotency-Key'))).toBe(true);
  });

  test('prints the secret alone with --quiet, and the whole record as JSON', async () => {
    expect(await terminal.run([...create, '--quiet'])).toEqual({ code: 0, out: `${secret}\n`, err: '' });
    expect(JSON.parse((await terminal.run([...create, '-o', 'json'])).out)).toEqual(minted);
    const shown = await terminal.run(create);
    expect([shown.out, shown.err]).toEqual([
      expect.stringContaining(secret),
      expect.stringContaining('only time'),
    ]);
  });

  test('says which key to rotate where its secret could not be written', async () => {
    for (const args of [create, [...create, '--quiet']]) {
      const { code, err } = await terminal.run(args, { stdout: broken() });
      expect(code).toBe(1);
      expect(err).toContain(`latchkey keys rotate ${apiKey.id}`);
      expect(err).not.toContain(secret);
    }
  });

  test('sends nothing in a dry run, and shows what it would send', async () => {
    const { code, out } = await terminal.run([...create, '--dry-run', '--description', secret]);
    expect([code, deployment.sent]).toEqual([0, []]);
    expect(out).toContain('POST https://api.example.com/api/v1/api-keys\n');
    expect(out).toContain('"name": "CI Pipeline"');
    expect(out).not.toMatch(/given-token|A1b2C3d4A1b2/);
  });

  test('shows requests and answers with --debug, without any secret', async () => {
    const { out, err } = await terminal.run([...create, '--debug', '--quiet']);
    expect(out).toBe(`${secret}\n`);
    expect(err).toMatch(/^> POST https:\/\/api\.example\.com\/api\/v1\/api-keys\n/);
    expect(err).toMatch(/< 201 in \d+ ms, request request-1\n$/);
    expect(err).not.toMatch(/given-token|A1b2C3d4A1b2/);
  });
});

test('a secret in the wrong place is not told to others', async () => {
  for (const args of [
    [secret],
    ['keys', secret],
    ['whoami', `--${secret}`],
    ['keys', 'get', secret],
    ['api', 'GET', `/${secret}`],
  ]) {
    const { code, out, err } = await terminal.run(args);
    expect(code).not.toBe(0);
    expect(out + err).not.toContain(secret);
  }
});

test('a reader that has seen enough is no failure', async () => {
  expect(await terminal.run(['keys', 'list', '-o', 'jsonl'], { stdout: broken() })).toMatchObject({
    code: 0,
    err: '',
  });
});

test('a key goes by its id, or by its name in any case', async () => {
  const other = { ...apiKey, id: apiKey.id.replace('3f', '4f'), name: 'CI Pipeline 2' };
  deployment.answers['GET /api-keys'] = ({ url }) => [
    200,
    url.searchParams.has('search') ? [other, apiKey] : [],
  ];
  for (const name of [apiKey.id, 'CI Pipeline', 'ci pipeline ']) {
    expect(JSON.parse((await terminal.run(['keys', 'get', name, '-o', 'json'])).out)).toEqual(apiKey);
  }
  expect((await terminal.run(['keys', 'get', 'CI'])).code).toBe(3);
});

test('a list asks for what was asked for, and reads all of its pages', async () => {
  deployment.answers['GET /api-keys'] = ({ url }) =>
    url.searchParams.has('cursor')
      ? [200, [apiKey]]
      : [200, [apiKey], { Link: `<${url.href}${url.search === '' ? '?' : '&'}cursor=2>; rel="next"` }];
  const args = [
    'keys',
    'list',
    '--user',
    'a@example.com',
    '--status',
    'active',
    'paused',
    '--search',
    'ci',
    '-o',
    'json',
  ];
  expect(JSON.parse((await terminal.run(args)).out)).toEqual({ items: [apiKey, apiKey] });
  expect(Object.fromEntries(deployment.sent[0]!.url.searchParams)).toEqual({
    search: 'ci',
    userId: 'a@example.com',
    status: 'active,paused',
  });
});

test('an empty list is told to people, and is an empty list for programs', async () => {
  deployment.answers['GET /api-keys'] = () => [200, []];
  expect(await terminal.run(['keys', 'list'])).toMatchObject({ code: 0, out: '', err: 'There are none.\n' });
  const json = await terminal.run(['keys', 'list', '--output', 'json']);
  expect([json.err, JSON.parse(json.out)]).toEqual(['', { items: [] }]);
  expect(await terminal.run(['keys', 'list', '--quiet'])).toMatchObject({ out: '', err: '' });
});

test('any call can be made by its path', async () => {
  deployment.answers['POST /roles'] = ({ body }) => [201, JSON.parse(body)];
  const made = await terminal.run(['api', 'post', '/roles', '--body', '-', '--include'], {
    input: '{"name":"reader"}',
  });
  expect([made.code, made.out]).toEqual([
    0,
    expect.stringMatching(/^content-type: .*\n\n\{\n {2}"name": "reader"\n\}\n$/s),
  ]);
  const listed = await terminal.run(['api', 'GET', 'api-keys?limit=1']);
  expect(JSON.parse(listed.out)).toEqual([apiKey]);
  expect(deployment.sent.at(-1)?.url.search).toBe('?limit=1');
});

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await terminal.run(['__complete', '--', ...words])).out.split('\n').filter((line) => line !== '');

  test('offers commands, options, what options take, and names', async () => {
    expect(await complete('ke')).toEqual(['keys']);
    expect(await complete('')).toEqual(expect.arrayContaining(['login', 'keys', 'api']));
    expect(await complete('')).not.toContain('__complete');
    expect(await complete('keys', '')).toEqual(expect.arrayContaining(['list', 'get', 'create']));
    expect(await complete('keys', 'list', '--st')).toEqual(['--status']);
    expect(await complete('keys', 'list', '--status', 'p')).toEqual(['paused']);
    expect(await complete('whoami', '-o', 'js')).toEqual(['json', 'jsonl']);
    expect(await complete('keys', 'get', 'CI')).toEqual(['CI Pipeline']);
  });

  test('offers nothing, and says nothing, where names cannot be had', async () => {
    terminal.fetch = async () => await Promise.reject(new TypeError('fetch failed'));
    expect(await terminal.run(['__complete', '--', 'keys', 'get', ''])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  test.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    expect((await terminal.run(['completion', shell])).out).toContain('latchkey __complete -- ');
  });
});
