import { MemoryDeployment } from './memory-deployment.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: MemoryDeployment;
/** What the command was given, and which keys there were while it ran. */
let ran: { words: readonly string[]; env: Readonly<Record<string, string | undefined>>; keys: number }[];
beforeEach(() => {
  deployment = new MemoryDeployment();
  terminal = Terminal.at(deployment, deployment.token);
  ran = [];
  terminal.runCommand = async (words, env) => {
    ran.push({ words, env, keys: deployment.stores.keys.size });
    return { started: true, exitCode: 42 };
  };
});
afterEach(() => terminal.remove());

const exec = async (...args: string[]) => await terminal.run(['exec', ...args]);

test('the command alone has the key, ends with its own exit code, and the key is deleted', async () => {
  const outcome = await exec('--scopes', 'database:read', '--', 'npm', 'run', '--quiet', '-x', '--', 'a b');
  expect(outcome).toEqual({ code: 42, out: '', err: '' });
  expect(ran).toEqual([
    {
      words: ['npm', 'run', '--quiet', '-x', '--', 'a b'],
      env: expect.objectContaining({ LATCHKEY_API_KEY: expect.stringMatching(/^lk_\w{49}$/) }),
      keys: 1,
    },
  ]);
  expect(ran[0]!.env['LATCHKEY_TOKEN']).toBeUndefined();
  expect(deployment.stores.keys.size).toBe(0);
});

test('the key may do what was said, and ends by itself after an hour, or as was said', async () => {
  const made: object[] = [];
  terminal.runCommand = async () => {
    made.push(...deployment.stores.keys.values());
    return { started: true, exitCode: 0 };
  };
  await exec('--scopes', 'database:read', '--', '/opt/secret-place/import', 'argument');
  await exec('--scopes', '', '--expires', '5m', '--tier', 'free', '--', 'import');
  const lifetimes = made.map((key) => {
    const { createdAt, expiresAt } = key as { createdAt: number; expiresAt: number };
    return (expiresAt - createdAt) / 60_000;
  });
  expect(lifetimes).toEqual([60, 5]);
  expect(made).toMatchObject([
    { scopes: ['database:read'], name: expect.stringMatching(/^exec import 20\S+Z [0-9a-f]{8}$/) },
    { scopes: [], rateLimitTier: 'free' },
  ]);
});

test.each([
  [['--', 'true']],
  [['--scopes', 'database:read']],
  [['--scopes', 'database:read', '--expires', 'never', '--', 'true']],
  [['--scopes', 'nonsense', '--', 'true']],
  [['--scopes', 'database:read', 'ls', '-l']],
])('%j is not understood, and nothing is run', async (args) => {
  expect((await exec(...args)).code).toBe(2);
  expect([ran, deployment.stores.keys.size]).toEqual([[], 0]);
});

test('in a dry run there is neither key nor command', async () => {
  const { code, out } = await exec('--scopes', 'database:read', '--dry-run', '--', 'true');
  expect([code, ran, deployment.writes]).toEqual([0, [], []]);
  expect(out).toContain('"expiresIn": "1h"');
});

test('a command that cannot be run leaves no key', async () => {
  terminal.runCommand = async () => ({ started: false, exitCode: 127 });
  expect(await exec('--scopes', 'database:read', '--', 'nothing-such')).toEqual({
    code: 127,
    out: '',
    err: 'error: nothing-such cannot be run\n',
  });
  expect(deployment.stores.keys.size).toBe(0);
});

test('whoever ends it while the key is made starts no command, and leaves no key', async () => {
  const ended = new AbortController();
  terminal.fetch = async (input, init) => {
    const answer = await deployment.fetch(input, init);
    ended.abort();
    return answer;
  };
  const args = ['exec', '--scopes', 'database:read', '--', 'true'];
  expect((await terminal.run(args, { signal: ended.signal })).code).toBe(130);
  expect([ran, deployment.stores.keys.size]).toEqual([[], 0]);
});

describe('where the key cannot be deleted', () => {
  let refusals: number;
  beforeEach(() => {
    terminal.fetch = async (input, init) => {
      if (init?.method !== 'DELETE' || refusals === 0) return await deployment.fetch(input, init);
      refusals -= 1;
      throw new TypeError('fetch failed');
    };
  });

  test('it is tried again', async () => {
    refusals = 2;
    expect(await exec('--scopes', 'database:read', '--', 'true')).toMatchObject({ code: 42, err: '' });
    expect(deployment.stores.keys.size).toBe(0);
  });

  test('which one it is, and when it ends, is told without its secret', async () => {
    refusals = Infinity;
    const { code, err } = await exec('--scopes', 'database:read', '--', 'true');
    const [key] = deployment.stores.keys.values();
    expect(code).toBe(42);
    expect(err).toContain(`works until ${new Date(key!.expiresAt!).toISOString()}`);
    expect(err).toContain(`latchkey keys delete ${key!.id}\n`);
    expect(err).not.toContain(ran[0]!.env['LATCHKEY_API_KEY']);
  });
});
