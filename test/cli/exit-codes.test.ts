import { PretendDeployment, problem } from './pretend-deployment.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: PretendDeployment;
beforeEach(() => {
  deployment = PretendDeployment.withKey();
  terminal = Terminal.at(deployment);
});
afterEach(() => terminal.remove());

const create = ['keys', 'create', 'CI Pipeline'];

describe('the exit code', () => {
  test.each([
    [2, 400, 'INVALID'],
    [4, 401, 'API_KEY_EXPIRED'],
    [5, 403, 'INSUFFICIENT_PERMISSIONS'],
    [3, 404, 'NOT_FOUND'],
    [6, 409, 'NAME_TAKEN'],
    [6, 412, 'PRECONDITION_FAILED'],
    [2, 413, 'TOO_LARGE'],
    [1, 500, 'INTERNAL'],
  ])(
    '%i is for %i %s, and the error says what happened and the request’s id',
    async (code, status, problemCode) => {
      deployment.answers['POST /api-keys'] = () =>
        problem(status, problemCode, { missingScopes: ['a:read'] });
      const outcome = await terminal.run(create);
      expect([outcome.code, outcome.out]).toEqual([code, '']);
      expect(outcome.err).toMatch(new RegExp(`^error: what ${problemCode} says \\(${problemCode}\\)\n`));
      expect(outcome.err).toContain('request: request-1\n');
    },
  );

  test('7 and 8 are for what passes, with when to try again', async () => {
    const refusal = (status: number, code: string) => () =>
      [...problem(status, code).slice(0, 2), { 'Retry-After': '3600' }] as unknown as ReturnType<
        typeof problem
      >;
    deployment.answers['GET /me'] = refusal(429, 'RATE_LIMITED');
    expect(await terminal.run(['whoami'])).toMatchObject({
      code: 7,
      err: expect.stringContaining('in 3600 s'),
    });
    deployment.answers['GET /me'] = refusal(503, 'UNAVAILABLE');
    expect((await terminal.run(['whoami'])).code).toBe(8);
  });

  test('8 is for an API that cannot be reached', async () => {
    terminal.fetch = async () => await Promise.reject(new TypeError('fetch failed'));
    const { code, err } = await terminal.run(['api', 'PUT', '/roles/reader', '--body', '{}']);
    expect([code, err]).toEqual([8, expect.stringContaining('It may have been done all the same')]);
  });

  test.each([
    [['keys', 'creat']],
    [['keys', 'create']],
    [['whoami', '--output', 'xml']],
    [['whoami', '--nonsense']],
    [['nonsense']],
    [['keys', 'create', 'x', '--access-rights', '[]']],
    [['keys', 'create', 'x', '--expires', '90days']],
    [['keys', 'create', 'x', '--expires', 'tomorrow']],
    [['api', 'FETCH', '/me']],
    [['whoami', '--profile', '../x']],
    [['whoami', '--url', 'nonsense']],
    [['completion', 'csh']],
    [[]],
  ])('2 is for what is not understood: %j', async (args) => {
    const { code, out, err } = await terminal.run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    expect(deployment.sent).toEqual([]);
  });

  test('4 is for nobody, and 2 where no deployment is known', async () => {
    delete terminal.env['LATCHKEY_TOKEN'];
    expect((await terminal.run(['whoami'])).code).toBe(4);
    delete terminal.env['LATCHKEY_URL'];
    expect((await terminal.run(['whoami'])).code).toBe(2);
  });

  test('and what to do next fits who was refused, and why', async () => {
    const advice = async (...args: string[]) => (await terminal.run(args)).err.split('\n')[1];
    deployment.answers['GET /me'] = () => problem(401, 'API_KEY_INVALID');
    expect(await advice('whoami')).toContain('LATCHKEY_TOKEN comes before every profile');
    const errors = [{ field: 'scopes.0', message: 'Not in the catalogue' }];
    deployment.answers['POST /api-keys'] = () =>
      problem(400, 'INVALID', { detail: 'scopes.0: Not in the catalogue', errors });
    const { err } = await terminal.run(create);
    expect(err).toMatch(/^error: scopes\.0: Not in the catalogue \(INVALID\)\nSee: latchkey scopes\n/);
    deployment.answers['POST /api-keys'] = () => problem(400, 'USER_UNKNOWN');
    expect(await advice(...create)).toBe('See: latchkey users list');
    delete terminal.env['LATCHKEY_TOKEN'];
    delete terminal.env['LATCHKEY_URL'];
    const { code, err: unknown } = await terminal.run(['whoami', '--profile', 'cii']);
    expect([code, unknown]).toEqual([2, expect.stringContaining('there is no profile "cii"\n')]);
    expect(await advice('whoami', '--profile', 'cii')).toContain('login <address> --profile cii');
  });

  test('130 is for whoever ends the command', async () => {
    const ended = new AbortController();
    terminal.fetch = async (_, init) => {
      ended.abort();
      init?.signal?.throwIfAborted();
      throw new Error('ended');
    };
    expect((await terminal.run(['keys', 'list'], { signal: ended.signal })).code).toBe(130);
  });

  test('0 is for help, which is on standard output', async () => {
    for (const args of [['--help'], ['keys', 'create', '--help'], ['help', 'login'], ['--version']]) {
      expect(await terminal.run(args)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/./) });
    }
  });
});
