import type { AccountOutcome } from '../../lambdas/functions/directory/cognito-accounts.ts';
import type { Invitation } from '../../lambdas/functions/directory/invitation.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person } from '../support/memory-api.ts';
import { captureLogLines } from '../support/memory-log.ts';

const lines = captureLogLines();

let engine: Engine;
let api: Deployment;
/** What the user pool was asked for, and what it does next. */
const asked: string[] = [];
let answer: () => AccountOutcome | Promise<AccountOutcome> = () => 'sent';
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine, {}, async (email) => {
    asked.push(email);
    return answer();
  });
  await api.admin('createRole', { body: { name: 'inviter', scopes: ['users:manage'] } });
  await api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } });
});
beforeEach(() => {
  asked.length = 0;
  answer = () => 'sent';
});
afterAll(() => engine?.stop());

const invite = (userId: string, fields: object = {}) =>
  api.admin('createUser', { body: { userId, invite: true, ...fields } });
const statusOf = async (userId: string) => (await api.admin('getUser', { at: { userId } })).status;
const failure = (name: string, httpStatusCode?: number) => () => {
  throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode, attempts: 3 } });
};

test('the account has the name that tokens will give, and the event tells of it', async () => {
  const { status, body } = await invite('Ada@Example.com', { displayName: 'Ada' });
  expect([status, body.userId, body.invitation]).toEqual([201, 'ada@example.com', 'sent']);
  expect(asked).toEqual(['ada@example.com']);
  const { body: events } = await api.admin('listAuditEvents', { query: { targetId: 'ada@example.com' } });
  expect(events[0].changes).toMatchObject({ invitation: { from: null, to: 'sent' } });
  expect((await api.admin('getUser', { at: { userId: 'ada@example.com' } })).body).not.toHaveProperty(
    'invitation',
  );
});

test('nobody is invited where they are not asked to be', async () => {
  const { body } = await api.admin('createUser', { body: { userId: 'bob@example.com', invite: false } });
  expect([body.userId, 'invitation' in body, asked]).toEqual(['bob@example.com', false, []]);
});

test('an account that is there already is no obstacle', async () => {
  answer = () => 'existing';
  const { status, body } = await invite('known@example.com');
  expect([status, body.invitation]).toEqual([201, 'existing']);
});

test.each([
  ['no email', 'svc|build', {}, [400, 'INVALID', 'userId']],
  ['too long for Cognito', `${'a'.repeat(120)}@example.com`, {}, [400, 'INVALID', 'userId']],
  ['no role', 'new@example.com', { roles: ['nothing'] }, [400, 'INVALID', 'roles.0']],
  ['a user who is there', 'admin@example.com', {}, [409, 'CONFLICT', undefined]],
])('refused before anybody is invited: %s', async (_, userId, fields, expected) => {
  const { status, body } = await invite(userId, fields);
  expect([status, body.code, body.errors?.[0].field]).toEqual(expected);
  expect(asked).toEqual([]);
});

test('nor is anybody invited by one who lacks what the role grants', async () => {
  await api.admin('createUser', { body: { userId: 'eve@example.com', roles: ['inviter'] } });
  const body = { userId: 'new@example.com', roles: ['reader'], invite: true };
  const refused = await api.as(person('eve@example.com'))('createUser', { body });
  expect([refused.status, refused.body.missingScopes, asked]).toEqual([403, ['database:read'], []]);
});

test.each<[string, () => AccountOutcome, unknown[]]>([
  ['an address that Cognito refuses', () => 'address refused', [400, 'INVALID', 'userId']],
  ['no more mail today', () => 'limit reached', [503, 'UNAVAILABLE', undefined]],
  ['no answer', failure('TimeoutError'), [503, 'UNAVAILABLE', undefined]],
  ['a fault of Cognito’s', failure('InternalErrorException', 500), [503, 'UNAVAILABLE', undefined]],
  ['too many calls', failure('TooManyRequestsException', 400), [503, 'UNAVAILABLE', undefined]],
  [
    'a mail that cannot be delivered',
    failure('CodeDeliveryFailureException', 400),
    [503, 'UNAVAILABLE', undefined],
  ],
  ['a pool that is gone', failure('ResourceNotFoundException', 400), [500, 'INTERNAL', undefined]],
  ['a pool that asks for more', failure('InvalidParameterException', 400), [500, 'INTERNAL', undefined]],
])('%s: no user is there, and the same request can be sent again', async (_, outcome, expected) => {
  answer = outcome;
  const { status, body } = await invite('again@example.com');
  expect([status, body.code, body.errors?.[0].field]).toEqual(expected);
  // Whatever is not the caller's to mend is told to the operator.
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(status < 500 ? [] : [body.code]);
  expect(await statusOf('again@example.com')).toBe(404);
  answer = () => 'existing';
  expect((await invite('again@example.com')).status).toBe(201);
  await api.admin('deleteUser', { at: { userId: 'again@example.com' } });
});

test.each<[Invitation, number]>([
  ['sent', 1],
  ['existing', 0],
])('two at once make one user: %s; the operator is told of a mail for nothing', async (outcome, warnings) => {
  const bothAsked = Promise.withResolvers<void>();
  answer = async () => {
    if (asked.length === 2) bothAsked.resolve();
    await bothAsked.promise;
    return outcome;
  };
  const userId = `twice-${outcome}@example.com`;
  const answers = await Promise.all([invite(userId), invite(userId)]);
  const [made, later] = answers.toSorted((left, right) => left.status - right.status);
  expect([made?.status, made?.body.invitation, later?.status, asked.length]).toEqual([201, outcome, 409, 2]);
  const told = {
    level: 'WARN',
    message: 'somebody was invited, and no user was created',
    actor: { userId: 'admin@example.com', via: 'jwt' },
    target: userId,
    requestId: later?.body.requestId,
  };
  expect(lines.map((line) => JSON.parse(line))).toEqual(Array.from({ length: warnings }, () => told));
});

test('whoever has to try again to store the user does not ask for the account again', async () => {
  const userId = 'passing@example.com';
  answer = async (): Promise<AccountOutcome> => {
    // The audit chain of the name moves on meanwhile, so that the first attempt is refused.
    await api.admin('createUser', { body: { userId } });
    await api.admin('deleteUser', { at: { userId } });
    return 'sent';
  };
  const { status, body } = await invite(userId);
  expect([status, body.invitation, asked, lines]).toEqual([201, 'sent', [userId], []]);
});

test('where there is no user pool, it says so', async () => {
  const elsewhere = await deploy(await startedBeside(), {});
  const { status, body } = await elsewhere.admin('createUser', {
    body: { userId: 'ada@example.com', invite: true },
  });
  expect([status, body.code, body.errors[0].field]).toEqual([400, 'INVALID', 'invite']);
  const { body: none } = await elsewhere.admin('getUser', { at: { userId: 'ada@example.com' } });
  expect(none.code).toBe('NOT_FOUND');
});

let beside: Engine | undefined;
async function startedBeside(): Promise<Engine> {
  beside = await startEngine();
  return beside;
}
afterAll(() => beside?.stop());
