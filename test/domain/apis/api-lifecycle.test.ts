import {
  changeApi,
  createApi,
  deleteApi,
  leaveFormerStage,
} from '../../../lambdas/domain/apis/api-lifecycle.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../../lambdas/domain/apis/protected-api.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';
import { emptyChain, findChainFault, type Origin } from '../../../lambdas/domain/audit/audit.ts';

const origin: Origin = {
  actor: { userId: 'ada@example.com', via: 'jwt' },
  sourceIp: '203.0.113.7',
  userAgent: 'curl/8',
  requestId: 'request-1',
};
const moment = (now: number) => ({ now, eventId: `event-${now}` });
const [red, green, blue] = ['red', 'green', 'blue'].map((name) =>
  routeSetOf([{ method: 'GET', path: `/${name}`, scopes: [`${name}:read`] }]),
) as [ProtectedApi['current'], ProtectedApi['current'], ProtectedApi['current']];
const fields: ProtectedApiFields = {
  description: '',
  enforcement: 'deny',
  people: false,
  unauthenticated: '403',
  gateway: { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' },
  current: red,
};
const made = createApi('orders', fields, emptyChain, origin, moment(1_000));
const change = (api: ProtectedApi, more: Partial<ProtectedApiFields>, now = 2_000) => {
  const { description, enforcement, people, unauthenticated, gateway, current } = api;
  const before = { description, enforcement, people, unauthenticated, gateway, current };
  return changeApi(api, { ...before, ...more }, origin, moment(now));
};

test('a new one has version 1, no previous routes and no manager', () => {
  expect(made.api).toMatchObject({
    version: 1,
    previous: null,
    managedBy: null,
    createdAt: 1_000,
    updatedAt: 1_000,
  });
  expect(made.event).toMatchObject({
    action: 'api.created',
    target: { type: 'api', id: 'orders', name: 'orders' },
    changes: { routes: { from: null, to: red.routes }, gateway: { from: null, to: fields.gateway } },
  });
});

test('routes that are replaced are kept until the next are', () => {
  const second = change(made.api, { current: green });
  expect(second?.api).toMatchObject({ version: 2, current: green, previous: red });
  expect(second?.event.changes).toEqual({
    routes: { from: red.routes, to: green.routes },
    routesHash: { from: red.hash, to: green.hash },
  });
  const described = change(second!.api, { description: 'mine' }, 3_000);
  expect(described?.api.previous).toEqual(red);
  const third = change(described!.api, { current: blue }, 4_000);
  expect(third?.api).toMatchObject({ current: blue, previous: green });
  const back = change(third!.api, { current: green }, 5_000);
  expect(back?.api).toMatchObject({ current: green, previous: blue });
  const events = [made, second!, described!, third!, back!].map(({ event }) => event);
  expect(findChainFault([...events, deleteApi(back!.api, origin, moment(6_000))])).toBeNull();
});

test('another stage knows no routes of before', () => {
  const gateway = { ...fields.gateway, stage: 'test' };
  expect(change(made.api, { gateway, current: green })?.api.previous).toBeNull();
});

describe('a stage that another resource of CDK gives', () => {
  const [former, next] = ['prod', 'blue'].map((stage) => ({ ...fields.gateway, stage })) as [
    typeof fields.gateway,
    typeof fields.gateway,
  ];
  const managed = createApi('orders', fields, emptyChain, origin, moment(1_000), {
    managedBy: 'first',
    previous: null,
  }).api;
  const moved = changeApi(managed, { ...fields, gateway: next }, origin, moment(2_000), 'second');

  test('leaves the former to the resource that registered it', () => {
    expect(moved?.api).toMatchObject({
      gateway: next,
      managedBy: 'second',
      former: { gateway: former, managedBy: 'first' },
    });
    expect(moved?.event.changes).toMatchObject({
      former: { from: null, to: { gateway: former, managedBy: 'first' } },
    });
    const left = leaveFormerStage(moved!.api, origin, moment(3_000));
    expect(left?.api.former).toBeNull();
    expect(left?.event.changes).toEqual({
      former: { from: { gateway: former, managedBy: 'first' }, to: null },
    });
    expect(leaveFormerStage(left!.api, origin, moment(4_000))).toBeNull();
  });

  test('is the former when the change is taken back', () => {
    const back = changeApi(moved!.api, { ...fields, gateway: former }, origin, moment(3_000), 'first');
    expect(back?.api).toMatchObject({ gateway: former, former: { gateway: next, managedBy: 'second' } });
  });

  test('is given up at once where somebody else gives another', () => {
    const third = { ...fields.gateway, stage: 'third' };
    expect(change(managed, { gateway: third })?.api.former).toBeNull();
    expect(change(moved!.api, { gateway: third })?.api.former).toEqual({
      gateway: former,
      managedBy: 'first',
    });
    expect(change(moved!.api, { gateway: former })?.api.former).toBeNull();
  });
});

test('what changes nothing is no change', () => {
  expect(change(made.api, { current: routeSetOf([...red.routes]) })).toBeNull();
});
