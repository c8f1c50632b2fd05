import { World } from '../support/memory-world.ts';

const admin = 'admin@example.com';
const misplaced = `lk_${'Z'.repeat(49)}`;
let world: World;
let id: string;
let key: string;
beforeAll(async () => {
  world = new World([admin, 'ada@example.com']);
  const minted = await world.call(world.holders[0]!, 'createApiKey', { body: { name: 'key' } });
  ({ id, key } = minted.body);
});
const verify = (body: unknown) => world.call(world.holders[0]!, 'verifyApiKey', { body });
const explain = (body: unknown, of = id, by = 0) =>
  world.call(world.holders[by]!, 'testApiKey', { at: { id: of }, body });

const wrong: [string, object, string][] = [
  ['an action without a project', { action: 'read' }, 'project'],
  ['an action on a module of no project', { module: 'm', action: 'read' }, 'project'],
  ['a project alone', { project: 'p' }, 'module'],
  ['a project and an action alone', { project: 'p', action: 'read' }, 'module'],
  ['a module without an action', { project: 'p', module: 'm' }, 'action'],
  ['module and environment', { project: 'p', module: 'm', environment: 'e', action: 'read' }, 'environment'],
  ['deploying a module', { project: 'p', module: 'm', action: 'deploy' }, 'action'],
  ['writing an environment', { project: 'p', environment: 'e', action: 'write' }, 'action'],
  ['an unknown action', { project: 'p', module: 'm', action: 'own' }, 'action'],
  ['a scope that is none', { scopes: ['database'] }, 'scopes.0'],
  ['101 scopes', { scopes: Array(101).fill('a:b') }, 'scopes'],
  ['a block as address', { sourceIp: '10.0.0.0/8' }, 'sourceIp'],
  ['no address', { sourceIp: '' }, 'sourceIp'],
  ['cost 0', { cost: 0 }, 'cost'],
  ['half a cost', { cost: 1.5 }, 'cost'],
  ['an unknown field', { userId: admin }, 'userId'],
];

describe('checks that make no sense are refused, naming the field', () => {
  test.each(wrong)('%s', async (_, asked, field) => {
    for (const answer of [await verify({ key, ...asked }), await explain(asked)]) {
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID']);
      expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    }
  });

  test('a scope of another deployment’s catalogue can be asked for', async () => {
    expect((await verify({ key, scopes: ['warehouse:read', 'a-b:c-d', 'x:*'] })).body.valid).toBe(true);
  });
});

describe('a key belongs into `key` only', () => {
  test.each<[string, object]>([
    ['the scopes', { scopes: [misplaced] }],
    ['a project', { project: misplaced, module: 'm', action: 'read' }],
    ['the path of the request', { request: { method: 'GET', path: `/${misplaced}` } }],
    ['a member’s name', { [misplaced]: 1 }],
    ['a nested key', { request: { key: misplaced } }],
  ])('in %s it is 400, and not echoed', async (_, asked) => {
    const { status, body, text } = await verify({ key, ...asked });
    expect([status, body.errors[0].field]).toEqual([400, 'body']);
    expect(text).not.toContain('ZZZZ');
  });

  test('in the body of test it is 400 under any name', async () => {
    const { status, body } = await explain({ key });
    expect([status, body.errors[0].field]).toEqual([400, 'body']);
  });

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['no text', 7],
    ['a list of keys', [misplaced]],
    ['longer than any key', 'x'.repeat(513)],
  ])('`key` that is %s is 400', async (_, value) => {
    const { status, body, text } = await verify({ key: value });
    expect([status, body.code]).toEqual([400, 'INVALID']);
    expect(text).not.toContain('ZZZZ');
  });
});

describe('test', () => {
  test('takes an empty object, and explains every rule', async () => {
    const { status, body } = await explain({});
    expect([status, body.valid]).toEqual([200, true]);
    const names = body.checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      'user-active',
      'user-roles',
      'not-paused',
      'not-expired',
      'address',
      'rate-limit',
    ]);
  });

  test('of a key that is not there, or is another’s, is 404', async () => {
    await world.call(world.holders[0]!, 'createRole', {
      body: { name: 'verifier', scopes: ['api-keys:verify'] },
    });
    const at = { userId: 'ada@example.com' };
    await world.call(world.holders[0]!, 'updateUser', { at, body: { roles: ['verifier'] } });
    const answers = [
      await explain({}, '3f0c0000-0000-4000-a000-000000000000'),
      await explain({}, 'x'),
      await explain({}, id, 1),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });
});
