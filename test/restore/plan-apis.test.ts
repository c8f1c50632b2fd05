import { restoreApi } from '../../lambdas/domain/apis/api-lifecycle.ts';
import type { ProtectedApi } from '../../lambdas/domain/apis/protected-api.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { origin } from '../support/memory-records.ts';
import type { Plan } from '../../scripts/restore/plan/planned.ts';
import { nothing, planOf, protectedStagesOf, protection, snapshotOf, Story } from './situations.ts';

const gateway = (stage: string) => ({ ...protection().gateway, stage });
const set = (...paths: string[]) => routeSetOf(paths.map((path) => ({ method: 'GET', path })));
const [narrow, wide] = [set('/orders'), set('/orders', '/profile')];
const denied = protection({ enforcement: 'deny', current: narrow });

/** The plan after these changes to a protected API of the copy, and what is last then. */
function restored(happen: (story: Story) => void) {
  const story = new Story();
  story.api('orders', protection());
  const copy = story.content;
  happen(story);
  return { story, copy, plan: planOf(story, copy), latest: story.content.apis };
}
const apisOf = (apis: Plan['apis']) => apis.map((api) => ({ ...api, version: 0, chain: null }));

test.each<[what: string, happen: (story: Story) => void]>([
  ['nothing', () => {}],
  ['an API that was deleted', (story) => story.deleteApi('orders')],
  ['an API that was tightened', (story) => story.changeApi('orders', denied)],
  [
    'an API whose routes were changed more than once',
    (story) => {
      story.changeApi('orders', protection({ current: wide }));
      story.changeApi('orders', protection({ current: narrow, description: 'fewer' }));
    },
  ],
  [
    'an API that was made after the copy',
    (story) => story.api('sales', protection({ gateway: gateway('blue'), people: true })),
  ],
  [
    'an API that was deleted and made again',
    (story) => {
      story.deleteApi('orders');
      story.api('orders', denied, { managedBy: 'orders|prod|stack|Auth', previous: null });
    },
  ],
  ['an API that was moved', (story) => story.changeApi('orders', { ...denied, gateway: gateway('blue') })],
  [
    'an API that a stack has moved, and whose former stage is deleted',
    (story) => {
      story.deleteApi('orders');
      story.api('orders', denied, { managedBy: 'first', previous: null });
      story.changeApi('orders', { ...denied, gateway: gateway('blue') }, 'second');
      story.leaveFormerStage('orders');
    },
  ],
  [
    'an API that another resource has taken over, and a third one from that',
    (story) => {
      story.deleteApi('orders');
      story.api('orders', denied, { managedBy: 'first', previous: null });
      story.takeOverApi('orders', protection({ current: wide }), 'second');
      story.takeOverApi('orders', denied, 'third');
    },
  ],
  [
    'an API that has another name',
    (story) => {
      story.deleteApi('orders');
      story.api('sales', denied, { managedBy: 'sales|prod|stack|Auth', previous: null });
    },
  ],
])('protected APIs come back as they were last: %s', (_, happen) => {
  const { plan, latest } = restored(happen);
  expect(apisOf(plan.apis)).toEqual(apisOf(latest));
  expect(plan.doubts).toEqual([]);
  for (const { name, version } of plan.apis)
    expect(version).toBeGreaterThanOrEqual(latest.find((api) => api.name === name)!.version);
});

/** Every call to it is refused. */
const shut = { enforcement: 'deny', current: set(), previous: null } as const;

test('in doubt an API comes back without a route, also where it was only observed', () => {
  const { story, copy } = restored(() => {});
  const before = story.events.length;
  story.changeApi('orders', protection({ current: wide }));
  story.changeApi('orders', protection({ current: wide, description: 'x' }));
  const plan = planOf(story, copy, { log: story.events.filter((_, at) => at !== before) });
  expect(plan.apis).toMatchObject([{ name: 'orders', ...shut }]);
  expect(plan.doubts).toEqual(['api orders: event 3 is out of sequence; it comes back without a route']);
});

test('routes that are not those of their hash are in doubt', () => {
  const { copy, story } = restored((each) => each.changeApi('orders', protection({ current: wide })));
  const looser = { ...copy, apis: copy.apis.map((api) => ({ ...api, current: set('/admin') })) };
  const plan = planOf(story, looser);
  expect(plan.apis).toMatchObject([shut]);
  expect(plan.doubts).toEqual([
    'api orders: its routes are not those of their hash; it comes back without a route',
  ]);
});

describe('Registry alone is lost', () => {
  const over = (apis: readonly ProtectedApi[], happen: (story: Story) => void = () => {}) => {
    const { story, copy } = restored(happen);
    return planOf(story, copy, { live: snapshotOf(nothing, { protectedStages: protectedStagesOf(apis) }) });
  };

  test('what Credentials has is what the log tells', () => {
    const { latest } = restored(() => {});
    expect(over(latest)).toMatchObject({
      apis: [{ name: 'orders', current: latest[0]!.current }],
      doubts: [],
    });
  });

  test('what it has otherwise is in doubt', () => {
    const plan = over(restored((story) => story.changeApi('orders', denied)).latest);
    expect(plan.apis).toMatchObject([shut]);
    expect(plan.doubts).toEqual([
      'api orders: Credentials still has it otherwise than the log; it comes back without a route',
    ]);
  });

  test('a stage that it has of an API that nothing tells of is named', () => {
    const { latest } = restored((story) => story.api('sales', protection({ gateway: gateway('blue') })));
    expect(over(latest).doubts).toEqual([
      'api sales: Credentials still has its stage A#123456789012/a1b2c3/blue',
    ]);
  });

  test('a former stage that it has stays until its stack deletes it', () => {
    const move = (story: Story) => {
      story.api('sales', protection({ gateway: gateway('green') }), { managedBy: 'first', previous: null });
      story.changeApi('sales', protection({ gateway: gateway('blue') }), 'second');
    };
    const { latest } = restored(move);
    const sales = latest.find(({ name }) => name === 'sales')!;
    expect(over([...latest, { ...sales, gateway: gateway('green') }], move)).toMatchObject({
      apis: [{ name: 'orders' }, { name: 'sales', former: sales.former }],
      doubts: [],
    });
    const lost = over(latest, move);
    expect(lost.apis).toMatchObject([{ name: 'orders' }, { former: null, gateway: gateway('blue') }]);
    expect(lost.doubts).toEqual([
      'api sales: its former stage A#123456789012/a1b2c3/green does not come back: end the deployment that leaves it',
    ]);
  });
});

test('Credentials alone is lost: each stage comes back as its record says', () => {
  const { story, copy, latest } = restored((each) => each.changeApi('orders', denied));
  const live = snapshotOf(story.content, { protectedStages: new Map() });
  const plan = planOf(story, copy, { live });
  expect([plan.apis, plan.doubts]).toEqual([[], []]);
  expect(plan.halves.map(({ item }) => item)).toEqual([...protectedStagesOf(latest).values()]);
});

test('a stage that somebody has registered since is left to them', () => {
  const { story, copy } = restored(() => {});
  const anew = new Story();
  anew.api('sales', denied);
  const { apis, events } = anew.content;
  const live = snapshotOf({ ...nothing, apis, events: events.filter(({ target }) => target.id === 'sales') });
  const plan = planOf(story, copy, { live });
  expect(plan.apis).toEqual([]);
  expect(plan.doubts).toContain('api orders: its stage belongs to the API sales; it does not come back');
});

test('of two that say that a stage is theirs the later one has it', () => {
  const { story, copy } = restored((each) => {
    each.deleteApi('orders');
    each.api('sales', denied);
  });
  const log = story.events.filter(({ action }) => action !== 'api.deleted');
  const plan = planOf(story, copy, { log });
  expect(plan.apis).toMatchObject([{ name: 'sales', current: narrow }]);
  expect(plan.doubts).toEqual(['api orders: its stage belongs to the API sales; it does not come back']);
});

test('a second loss after a restore brings back what the first did', () => {
  const { story, copy, plan } = restored((each) => each.changeApi('orders', denied));
  const [api] = plan.apis;
  const { event } = restoreApi(api!, origin, { now: story.now, eventId: 'restored' });
  const again = planOf(story, copy, { log: [...story.events, event] });
  expect(apisOf(again.apis)).toEqual(apisOf(plan.apis));
  expect(again.doubts).toEqual([]);
});
