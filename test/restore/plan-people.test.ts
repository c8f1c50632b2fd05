import { roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import { adminRole } from '../../lambdas/domain/people/role.ts';
import { NoAdministratorError } from '../../scripts/restore/plan/plan.ts';
import { manager, nothing, owner, planOf, snapshotOf, Story } from './situations.ts';

const narrow = { description: '', scopes: [], accessRights: {} };

/** What comes back after these changes. */
function restored(happen: (story: Story) => void) {
  const story = new Story();
  const copy = story.content;
  happen(story);
  return { plan: planOf(story, copy), latest: story.content };
}

test.each<[what: string, happen: (story: Story) => void]>([
  ['nothing', () => {}],
  ['a user who was disabled', (story) => story.changeUser(owner, { status: 'disabled' })],
  ['a user whose roles were taken', (story) => story.changeUser(owner, { roles: [] })],
  ['a user who was deleted', (story) => story.deleteUser(owner)],
  [
    'a user who was deleted and made again with less',
    (story) => {
      story.deleteUser(owner);
      story.user(owner, { displayName: 'CI bot', roles: [], status: 'active' });
    },
  ],
  [
    'a user and a role that were made after the copy',
    (story) => {
      story.role('auditor', { ...narrow, scopes: ['audit:read'] });
      story.user('eve@example.com', { displayName: 'Eve', roles: ['auditor'], status: 'active' });
    },
  ],
  ['a role that was narrowed', (story) => story.changeRole('developer', narrow)],
  [
    'a role that was deleted',
    (story) => {
      story.changeUser(owner, { roles: [] });
      story.deleteRole('developer');
    },
  ],
  [
    'a role that was deleted and made again with less',
    (story) => {
      story.changeUser(owner, { roles: [] });
      story.deleteRole('developer');
      story.role('developer', narrow);
    },
  ],
  [
    'an administrator after the one of the copy',
    (story) => {
      story.user('eve@example.com', { displayName: 'Eve', roles: [adminRole], status: 'active' });
      story.changeUser(manager, { status: 'disabled' });
    },
  ],
])('users and roles come back as they were last: %s', (_, happen) => {
  const { plan, latest } = restored(happen);
  const byName = <T extends object>(all: readonly T[]) =>
    all
      .map((each) => ({ ...each, version: 0, holders: 0 }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(byName(plan.users)).toEqual(byName(latest.users));
  expect(byName(plan.roles)).toEqual(byName(latest.roles));
  for (const { userId, version } of plan.users) {
    const was = latest.users.find((user) => user.userId === userId)!;
    expect(version).toBeGreaterThanOrEqual(was.version);
  }
  expect(plan.doubts).toEqual([]);
});

/** The log without the event of a kind that this happening made. */
function withoutEvent(happen: (story: Story) => void, nth: number) {
  const story = new Story();
  const copy = story.content;
  const before = story.events.length;
  happen(story);
  return planOf(story, copy, { log: story.events.filter((_, at) => at !== before + nth) });
}

test('in doubt a user comes back disabled', () => {
  const plan = withoutEvent((story) => {
    story.changeUser(owner, { roles: [] });
    story.changeUser(owner, { displayName: 'x' });
  }, 0);
  expect(plan.users.find(({ userId }) => userId === owner)).toMatchObject({ status: 'disabled' });
  expect(plan.doubts).toEqual([`user ${owner}: event 3 is out of sequence; they come back disabled`]);
});

test('in doubt a role comes back and grants nothing', () => {
  const plan = withoutEvent((story) => {
    story.changeRole('developer', { ...narrow, scopes: ['database:read'] });
    story.changeRole('developer', { ...narrow, description: 'x', scopes: ['database:read'] });
  }, 0);
  expect(plan.roles.find(({ name }) => name === 'developer')).toMatchObject({ scopes: [], accessRights: {} });
});

test('a role that somebody made anew since is not given to those who held the one before', () => {
  const story = new Story();
  const copy = story.content;
  const anew = new Story().content;
  const live = snapshotOf({
    ...nothing,
    roles: anew.roles,
    events: anew.events.filter(({ target }) => target.type === 'role'),
  });
  const plan = planOf(story, copy, { live });
  expect(plan.users.find(({ userId }) => userId === owner)?.status).toBe('disabled');
  // The built-in role is the same everywhere.
  expect(plan.users.find(({ userId }) => userId === manager)?.status).toBe('active');
});

test('what Credentials still has of a user or a role is the latest word', () => {
  const story = new Story();
  const copy = story.content;
  const live = snapshotOf(nothing, {
    userStates: new Map([[owner, { ...userStateKey(owner), status: 'disabled', roles: [], version: 7 }]]),
    roleDefinitions: new Map([
      ['developer', { ...roleDefinitionKey('developer'), scopes: ['database:read'], accessRights: {} }],
    ]),
  });
  const plan = planOf(story, copy, { live });
  expect(plan.users.find(({ userId }) => userId === owner)).toMatchObject({
    status: 'disabled',
    roles: [],
    version: 7,
  });
  expect(plan.roles.find(({ name }) => name === 'developer')?.scopes).toEqual(['database:read']);
});

test('nothing is planned that would leave no active administrator', () => {
  const story = new Story();
  const copy = story.content;
  story.user('eve@example.com', { displayName: 'Eve', roles: [adminRole], status: 'active' });
  story.changeUser(manager, { status: 'disabled' });
  const log = story.events.filter(({ target }) => target.id !== 'eve@example.com');
  expect(() => planOf(story, copy, { log })).toThrow(NoAdministratorError);
});
