import { apiKeyIdOf } from '../support/memory-brands.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { type AuditEvent, hashEvent } from '../../lambdas/domain/audit/audit.ts';
import { manager, nothing, owner, planOf, snapshotOf, Story } from './situations.ts';

/** A key in a copy, what happened to it since, and what comes back. */
function restored(happen: (story: Story, id: string) => void, fields: Partial<ApiKey> = {}) {
  const story = new Story();
  const id = story.mint(fields);
  const copy = story.content;
  const copied = story.key(id);
  happen(story, id);
  const plan = planOf(story, copy);
  return { plan, copied, planned: plan.keys.find(({ key }) => key.id === id), latest: story.key(id) };
}

describe('a key comes back as it was last', () => {
  test.each<[what: string, happen: (story: Story, id: string) => void]>([
    ['untouched', () => {}],
    ['paused by a manager', (story, id) => story.change(id, { pausedBy: manager })],
    ['paused by its owner', (story, id) => story.change(id, { pausedBy: owner }, owner)],
    [
      'paused by its owner, which a manager confirmed',
      (story, id) => {
        story.change(id, { pausedBy: owner }, owner);
        story.change(id, { pausedBy: manager });
      },
    ],
    [
      'paused and resumed',
      (story, id) => {
        story.change(id, { pausedBy: manager });
        story.change(id, { pausedBy: null });
      },
    ],
    ['with narrower scopes', (story, id) => story.change(id, { scopes: [] })],
    ['with narrower rights', (story, id) => story.change(id, { accessRights: {} })],
    ['from fewer addresses', (story, id) => story.change(id, { allowedIps: ['192.0.2.1'] })],
    ['with an earlier end', (story, id) => story.change(id, { expiresAt: story.now + hourMs })],
    ['with another tier', (story, id) => story.change(id, { rateLimitTier: 'free' })],
    ['as another type', (story, id) => story.change(id, { type: 'admin' })],
    ['under another name', (story, id) => story.change(id, { name: 'another' })],
    [
      'that was announced to expire, which is no version',
      (story, id) => {
        story.announce(id);
        story.change(id, { scopes: [] });
        story.announce(id);
      },
    ],
    ['with all of it at once', (story, id) => story.change(id, { name: 'x', scopes: [], pausedBy: manager })],
  ])('%s', (_, happen) => {
    const { plan, planned, latest } = restored(happen);
    expect(planned?.key).toEqual(latest);
    expect(planned?.isSecretKnown).toBe(true);
    expect(plan.doubts).toEqual([]);
  });

  test('whoever else changed a key beside its owner’s pause may have confirmed it', () => {
    const { planned } = restored((story, id) => {
      story.change(id, { pausedBy: owner }, owner);
      story.change(id, { description: 'x', pausedBy: manager });
    });
    expect(planned?.key.pausedBy).toBe(manager);
  });
});

describe('a key does not come back', () => {
  test.each(['deleted', 'purged'] as const)('that was %s', (how) => {
    const { plan, planned } = restored((story, id) => story.end(id, how));
    expect(planned).toBeUndefined();
    expect([plan.ended, plan.lost, plan.doubts]).toEqual([1, [], []]);
  });

  test('that was made after the copy: it is listed', () => {
    const story = new Story();
    const copy = story.content;
    const id = story.mint();
    const { name, createdAt } = story.key(id);
    story.change(id, { name: 'renamed' });
    story.end(story.mint());
    const { keys, lost } = planOf(story, copy);
    expect(keys).toEqual([]);
    expect(lost).toEqual([{ id, name: 'renamed', userId: owner, createdAt }]);
    expect(name).not.toBe('renamed');
  });

  test('that is past its retention: its chain is ended', () => {
    const { plan, planned, latest } = restored(
      (story) => {
        story.now += 31 * 24 * hourMs;
      },
      { expiresAt: Date.parse('2027-06-15T13:00:00.000Z') },
    );
    expect(planned).toBeUndefined();
    expect(plan.purged).toEqual([latest]);
  });
});

describe('a key that was rotated', () => {
  test('without a grace period comes back paused, and no secret is its own', () => {
    const { planned, copied, latest } = restored((story, id) => story.rotate(id));
    expect(planned).toMatchObject({
      isSecretKnown: false,
      key: { pausedBy: owner, retiringHash: null, rotationEndsAt: null, keyPrefix: 'lk_rotated' },
    });
    expect([copied.secretHash, latest.secretHash]).not.toContain(planned?.key.secretHash);
  });

  test('with a grace period that runs keeps its former secret, until then', () => {
    const { planned, copied, latest } = restored((story, id) => story.rotate(id, hourMs));
    expect(planned).toMatchObject({
      isSecretKnown: false,
      key: {
        pausedBy: null,
        retiringHash: copied.secretHash,
        rotationEndsAt: latest.rotationEndsAt,
      },
    });
  });

  test.each<[what: string, happen: (story: Story, id: string) => void]>([
    [
      'whose grace period is over',
      (story, id) => {
        story.rotate(id, minuteMs);
        story.now += hourMs;
      },
    ],
    [
      'whose grace period was ended',
      (story, id) => {
        story.rotate(id, hourMs);
        story.change(id, { rotationEndsAt: story.now });
      },
    ],
    [
      'twice, both with a grace period',
      (story, id) => {
        story.rotate(id, hourMs);
        story.rotate(id, hourMs);
      },
    ],
    [
      'again, without a grace period',
      (story, id) => {
        story.rotate(id, hourMs);
        story.rotate(id);
      },
    ],
  ])('%s has no secret that works', (_, happen) => {
    const { planned, copied } = restored(happen);
    expect(planned?.key).toMatchObject({ retiringHash: null, rotationEndsAt: null, pausedBy: owner });
    expect(planned?.key.secretHash).not.toBe(copied.secretHash);
  });

  test('of which Credentials still has the secret comes back with it', () => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    story.rotate(id);
    const { credentials } = snapshotOf(story.content);
    const { keys } = planOf(story, copy, { live: snapshotOf(nothing, { credentials }) });
    expect(keys[0]).toMatchObject({ isSecretKnown: true, key: story.key(id) });
  });
});

describe('in doubt a key comes back paused, and only a manager resumes it', () => {
  const doubted = { key: { pausedBy: 'system' } };

  test('where an event is missing', () => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    story.change(id, { scopes: [] });
    story.change(id, { description: 'x' });
    const isMissing = ({ target, sequence }: AuditEvent) => target.id === id && sequence === 2;
    const plan = planOf(story, copy, { log: story.events.filter((event) => !isMissing(event)) });
    expect(plan.keys).toMatchObject([doubted]);
    expect(plan.doubts).toEqual([`api_key ${id}: event 3 is out of sequence; it comes back paused`]);
    expect(plan.keys[0]?.key.version).toBeGreaterThanOrEqual(story.key(id).version);
  });

  test('where an event was altered', () => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    story.change(id, { scopes: [] });
    const log = story.events.map((event) =>
      event.target.id === id && event.sequence === 2
        ? { ...event, changes: { scopes: { from: [], to: ['*'] } } }
        : event,
    );
    expect(planOf(story, copy, { log }).keys).toMatchObject([doubted]);
  });

  test('where there are two events of one sequence', () => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    story.change(id, { description: 'x' });
    const last = story.events.at(-1)!;
    const other = { ...last, eventId: 'another', changes: {} };
    const log = [...story.events, { ...other, hash: hashEvent(other) }];
    expect(planOf(story, copy, { log }).keys).toMatchObject([doubted]);
  });

  test.each([
    ['changes', { unheardOf: { from: 1, to: 2 } }, 'api_key.updated'],
    ['actions', {}, 'api_key.transferred'],
  ])('where a later version wrote %s that nobody here knows', (_, changes, action) => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    story.change(id, { description: 'x' });
    const last = { ...story.events.pop()!, changes, action: action as 'api_key.updated' };
    story.events.push({ ...last, hash: hashEvent(last) });
    expect(planOf(story, copy).keys).toMatchObject([doubted]);
  });

  test('where the copies of both tables do not agree', () => {
    const story = new Story();
    const id = story.mint();
    for (let at = 0; at < 3; at += 1) story.mint();
    const copy = story.content;
    const { credentials, ...rest } = snapshotOf(copy);
    const others = new Map([...credentials].filter(([, { apiKeyId }]) => apiKeyId !== id));
    const plan = planOf(story, copy, { copy: { ...rest, credentials: others } });
    expect(plan.keys.filter(({ key }) => key.pausedBy !== null)).toMatchObject([{ key: { id } }]);
  });

  test('where Credentials still has it otherwise', () => {
    const story = new Story();
    const id = story.mint();
    const copy = story.content;
    const paused = { ...story.key(id), pausedBy: manager };
    const { credentials } = snapshotOf({ ...copy, keys: [paused] });
    const { keys } = planOf(story, copy, { live: snapshotOf(nothing, { credentials }) });
    expect(keys).toMatchObject([doubted]);
  });
});

test('a name that a live key has taken over is kept by that one', () => {
  const story = new Story();
  const id = story.mint({ name: 'Nightly' });
  const copy = story.content;
  const { names } = snapshotOf({
    ...nothing,
    keys: [{ ...story.key(id), id: apiKeyIdOf('another'), name: 'NIGHTLY' }],
  });
  const { keys } = planOf(story, copy, { live: snapshotOf(nothing, { names }) });
  expect(keys[0]?.key.name).toBe(`Nightly (restored ${id})`);
});

test('what the live tables have is left to them', () => {
  const story = new Story();
  const id = story.mint();
  const copy = story.content;
  story.change(id, { scopes: [] });
  const plan = planOf(story, copy, { live: snapshotOf(story.content) });
  expect([plan.keys, plan.users, plan.roles, plan.halves, plan.doubts]).toEqual([[], [], [], [], []]);
  expect(plan.present).toBe(5);
});
