import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { restoreEndpoint, rotateEndpoint } from '../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import { origin } from '../support/memory-records.ts';
import type { Plan } from '../../scripts/restore/plan/planned.ts';
import { manager, nothing, owner, planOf, snapshotOf, Story } from './situations.ts';

const ear = 'ear';
const elsewhere = 'https://elsewhere.example.com/in?token=x';

/** The plan after these changes to a webhook of the copy, and what is last then. */
function restored(happen: (story: Story) => void, keep: (event: AuditEvent) => boolean = () => true) {
  const story = new Story();
  story.webhook(ear);
  const copy = story.content;
  happen(story);
  const plan = planOf(story, copy, { log: story.events.filter(keep) });
  return { story, copy, plan, latest: story.content.webhooks };
}
const isNotOf =
  (sequence: number) =>
  ({ target, ...event }: AuditEvent) =>
    target.id !== ear || event.sequence !== sequence;
const webhooksOf = (webhooks: Plan['webhooks']) => webhooks.map((each) => ({ ...each, chain: null }));

test.each<[what: string, happen: (story: Story) => void]>([
  ['nothing', () => {}],
  ['one that was deleted', (story) => story.deleteWebhook(ear)],
  ['one that its receiver has ended', (story) => story.disableWebhook(ear)],
  [
    'one that is told of more, and then of less',
    (story) => {
      story.changeWebhook(ear, { scope: 'all', events: ['user.*'], name: 'All', legacySignature: true });
      story.changeWebhook(ear, { scope: 'own', events: ['api_key.deleted'] });
    },
  ],
  [
    'one that was disabled and enabled again',
    (story) => {
      story.changeWebhook(ear, { status: 'disabled' });
      story.changeWebhook(ear, { status: 'active' });
    },
  ],
  [
    'one that led elsewhere, and leads again where it did',
    (story) => {
      story.changeWebhook(ear, { url: elsewhere });
      story.changeWebhook(ear, { url: 'https://hooks.example.com/in' });
    },
  ],
  [
    'one that leads to an address without a path, which events tell whole',
    (story) => story.changeWebhook(ear, { url: 'https://elsewhere.example.com/' }),
  ],
  ['one with another secret', (story) => story.rotateWebhook(ear, 'master-1', 0)],
  [
    'one with another secret of another master, while the former still signs',
    (story) => story.rotateWebhook(ear, 'master-2', hourMs),
  ],
  [
    'one whose grace period was ended by a third secret',
    (story) => {
      story.rotateWebhook(ear, 'master-2', hourMs);
      story.rotateWebhook(ear, 'master-3', hourMs);
      story.rotateWebhook(ear, 'master-3', 0);
    },
  ],
  [
    'one whose owner was told that it fails',
    (story) => {
      story.failWebhook(ear);
      story.changeWebhook(ear, { name: 'Failing' });
    },
  ],
])('webhooks come back as they were last: %s', (_, happen) => {
  const { plan, latest } = restored(happen);
  expect(webhooksOf(plan.webhooks)).toEqual(webhooksOf(latest));
  expect([plan.doubts, plan.lostWebhooks]).toEqual([[], []]);
});

test('mail and the bus come back as well, and have no secret', () => {
  const story = new Story();
  story.webhook('mail', { kind: 'email', url: `mailto:${owner}` });
  story.webhook('bus', { kind: 'eventbridge', url: null, scope: 'all' }, manager);
  const copy = story.content;
  story.changeWebhook('mail', { url: 'mailto:eve@example.com' });
  const { webhooks, doubts } = planOf(story, copy);
  expect(webhooks).toMatchObject([
    { id: 'bus', url: null, secretVersion: 0 },
    { id: 'mail', url: 'mailto:eve@example.com', secretVersion: 0, masterVersion: null },
  ]);
  expect(doubts).toEqual([]);
});

test('of a URL that was changed the log has a hash: the webhook comes back disabled', () => {
  const { plan } = restored((story) => story.changeWebhook(ear, { url: elsewhere }));
  expect(plan.webhooks).toMatchObject([
    { url: 'https://hooks.example.com/in', status: 'disabled', disabledReason: 'request', secretVersion: 1 },
  ]);
  expect(plan.doubts).toEqual([
    'webhook ear: its URL was changed after the copy, and the log does not tell it; it comes back disabled, with the former one',
  ]);
});

test('where the log has a gap it comes back disabled, and signs with no secret that it may have had', () => {
  const { plan, latest } = restored((story) => {
    story.rotateWebhook(ear, 'master-1', hourMs);
    story.rotateWebhook(ear, 'master-1', hourMs);
    story.changeWebhook(ear, { name: 'Other' });
  }, isNotOf(3));
  const [webhook] = plan.webhooks;
  expect(webhook).toMatchObject({ status: 'disabled', formerMasterVersion: null, formerSecretEndsAt: null });
  expect(webhook!.secretVersion).toBeGreaterThan(latest[0]!.secretVersion);
  expect(plan.doubts).toEqual([
    'webhook ear: event 4 is out of sequence; it comes back disabled, and needs another secret',
  ]);
});

test('nor does it where the log has two events in one place, and either may be what happened', () => {
  const { story, copy } = restored((each) => each.changeWebhook(ear, { name: 'Other' }));
  const moment = { now: story.now, eventId: 'another' };
  const rotation = { masterVersion: 'master-1', graceMs: 0 };
  const { endpoint, event } = rotateEndpoint(copy.webhooks[0]!, rotation, origin, moment);
  for (const log of [
    [...story.events, event],
    [event, ...story.events],
  ]) {
    const [webhook] = planOf(story, copy, { log }).webhooks;
    expect(webhook!.status).toBe('disabled');
    expect(webhook!.secretVersion).toBeGreaterThan(endpoint.secretVersion);
  }
});

test('one that was made after the copy is listed: nobody knows its URL', () => {
  const { plan } = restored((story) => {
    story.webhook('newer', { name: 'Newer' });
    story.rotateWebhook('newer', 'master-1', 0);
    story.webhook('ended');
    story.deleteWebhook('ended');
  });
  expect(plan.webhooks.map(({ id }) => id)).toEqual([ear]);
  expect(plan.lostWebhooks).toMatchObject([{ id: 'newer', name: 'Newer', userId: owner }]);
  expect(plan.doubts).toEqual([]);
});

test.each<[whose: string, happen: (story: Story) => void]>([
  ['who is gone', (story) => story.deleteUser(owner)],
  [
    'who was made anew',
    (story) => {
      story.deleteUser(owner);
      story.user(owner, { displayName: 'Another', roles: [], status: 'active' });
    },
  ],
])('that of an owner %s does not come back', (_, happen) => {
  const { plan } = restored(happen);
  expect(plan.webhooks).toEqual([]);
  expect(plan.doubts).toEqual([
    `webhook ear: its owner ${owner} is not there any more, or was made anew; it does not come back`,
  ]);
});

describe('beside what is live', () => {
  /** The tables were lost, but for the owner and these webhooks, which were made since. */
  function beside(count: number, scope: 'own' | 'all') {
    const story = new Story();
    story.webhook(ear, { scope });
    const copy = story.content;
    const before = story.events.length;
    for (let made = 0; made < count; made += 1) story.webhook(`live-${made}`, { scope });
    const { users, roles, webhooks, events } = story.content;
    const made = webhooks.filter(({ id }) => id !== ear);
    const live = snapshotOf({ ...nothing, users, roles, webhooks: made, events });
    return planOf(story, copy, { live, log: story.events.slice(0, before) });
  }

  test.each([
    [9, 'own'],
    [19, 'all'],
  ] as const)('with %d of the scope %s there is room for one more', (count, scope) => {
    expect(beside(count, scope)).toMatchObject({ webhooks: [{ id: ear }], doubts: [] });
  });

  test.each([
    [10, 'own', 'The user has 10 endpoints with the scope own, the most allowed'],
    [20, 'all', 'The deployment has 20 endpoints with the scope all, the most allowed'],
  ] as const)('with %d of the scope %s there is none', (count, scope, why) => {
    const { webhooks, doubts } = beside(count, scope);
    expect(webhooks).toEqual([]);
    expect(doubts).toEqual([`webhook ear: ${why}; it does not come back`]);
  });

  test('one that is live is left as it is', () => {
    const story = new Story();
    story.webhook(ear);
    const copy = story.content;
    story.changeWebhook(ear, { name: 'Other' });
    const plan = planOf(story, copy, { live: snapshotOf(story.content) });
    expect([plan.webhooks, plan.doubts, [...plan.foreign]]).toEqual([[], [], []]);
  });
});

test('a second loss after a restore brings back what the first did', () => {
  const { story, copy, plan } = restored((each) => each.rotateWebhook(ear, 'master-2', hourMs));
  const [webhook] = plan.webhooks;
  const { event } = restoreEndpoint(webhook!, origin, { now: story.now, eventId: 'restored' });
  const again = planOf(story, copy, { log: [...story.events, event] });
  expect(again.webhooks).toMatchObject([{ ...webhook, version: webhook!.version + 1, chain: {} }]);
  expect(again.doubts).toEqual([]);
});
