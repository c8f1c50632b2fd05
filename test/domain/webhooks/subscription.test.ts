import fc from 'fast-check';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import {
  manageWebhooksScope,
  type Owner,
  reasonToDrop,
} from '../../../lambdas/domain/webhooks/endpoint-rights.ts';
import { auditActions } from '../../../lambdas/domain/audit/audit.ts';
import { type Occurrence, typesOf } from '../../../lambdas/domain/webhooks/event-types.ts';
import { endpointsToTell } from '../../../lambdas/domain/webhooks/subscription.ts';
import { dayMs } from '../../../lambdas/domain/time.ts';
import { noon } from '../../support/memory-ports.ts';
import { endpointOf, occurrenceOf } from './endpoints.ts';

const isTold = (fields: Partial<Endpoint>, occurrence: Occurrence, now = noon) =>
  endpointsToTell([endpointOf(fields)], occurrence, now).length === 1;

describe('an endpoint is told', () => {
  test.each<[string[], string[]]>([
    [['api_key.renamed'], ['api_key.renamed']],
    [
      ['webhook.*'],
      [
        'webhook.created',
        'webhook.updated',
        'webhook.rotated',
        'webhook.disabled',
        'webhook.deleted',
        'webhook.failing',
      ],
    ],
    [
      ['user.*', 'api.deleted'],
      ['user.created', 'user.updated', 'user.deleted', 'api.deleted'],
    ],
    [['*'], [...auditActions]],
  ])('of what it has asked for, %p', (events, expected) => {
    const told = auditActions.filter((type) => isTold({ events, scope: 'all' }, occurrenceOf(type)));
    expect(told.toSorted()).toEqual(expected.toSorted());
  });

  test('of protected APIs with api.*, and not of keys', () => {
    expect(typesOf('api.*', 'all')).toEqual(['api.created', 'api.updated', 'api.deleted']);
    expect(typesOf('api_key.*', 'all')).toHaveLength(12);
  });

  test.each([
    '',
    'api',
    'api_key',
    'api_key.',
    'api_key.**',
    '*.created',
    'api_key.nothing',
    'API_KEY.*',
    '**',
    'constructor.*',
  ])('of nothing with %p, which is no pattern', (pattern) => {
    expect(typesOf(pattern, 'all')).toEqual([]);
  });

  test('of keys and endpoints of its owner alone, but for the scope all', () => {
    const others = occurrenceOf('api_key.rotated', 'bob@example.com');
    const nobodys = { ...occurrenceOf('role.updated', null, { type: 'role', id: 'reader' }) };
    expect(isTold({ scope: 'own' }, occurrenceOf('api_key.rotated'))).toBe(true);
    expect(isTold({ scope: 'own' }, others)).toBe(false);
    expect(isTold({ scope: 'own' }, nobodys)).toBe(false);
    expect(isTold({ scope: 'all' }, others)).toBe(true);
    expect(isTold({ scope: 'all' }, nobodys)).toBe(true);
  });

  test('of nothing that was before its owner was made, but for the scope all', () => {
    const occurrence = occurrenceOf('api_key.created');
    expect(isTold({ scope: 'own', ownerSince: noon + 1 }, occurrence)).toBe(false);
    expect(isTold({ scope: 'all', ownerSince: noon + 1 }, occurrence)).toBe(true);
  });

  test.each(['own', 'all'] as const)(
    'of other endpoints, and never of itself, with the scope %s',
    (scope) => {
      for (const type of typesOf('webhook.*', 'all')) {
        expect(isTold({ scope }, occurrenceOf(type))).toBe(true);
        expect(isTold({ scope }, occurrenceOf(type, 'ann@example.com', { id: 'endpoint-1' }))).toBe(false);
      }
      // A key of the same id is another thing.
      expect(isTold({ scope }, occurrenceOf('api_key.paused', 'ann@example.com', { id: 'endpoint-1' }))).toBe(
        true,
      );
    },
  );

  test('while it is active, of events of the last 24 hours', () => {
    const occurrence = occurrenceOf('api_key.created');
    expect(isTold({ status: 'disabled', scope: 'all' }, occurrence)).toBe(false);
    expect(isTold({}, occurrence, noon + dayMs)).toBe(true);
    expect(isTold({}, occurrence, noon + dayMs + 1)).toBe(false);
  });
});

test('whoever is told with the scope own is told with the scope all', () => {
  const owners = fc.constantFrom('ann@example.com', 'bob@example.com', null);
  const patterns = fc.array(fc.constantFrom('*', 'api_key.*', 'user.*', ...auditActions), { minLength: 1 });
  fc.assert(
    fc.property(patterns, fc.constantFrom(...auditActions), owners, (events, type, ownerId) => {
      const occurrence = occurrenceOf(type, ownerId);
      const own = isTold({ events, scope: 'own' }, occurrence);
      if (own) expect(isTold({ events, scope: 'all' }, occurrence)).toBe(true);
      expect(own).toBe(
        ownerId === 'ann@example.com' && events.some((each) => typesOf(each, 'all').includes(type)),
      );
    }),
  );
});

describe('a delivery', () => {
  const owner = (fields: Partial<Owner> = {}): Owner => ({
    userId: 'ann@example.com',
    status: 'active',
    roles: ['reader'],
    scopes: [],
    createdAt: noon,
    ...fields,
  });
  const manager = owner({ scopes: [manageWebhooksScope] });
  const [all, mail] = [endpointOf({ scope: 'all' }), (url: string) => endpointOf({ kind: 'email', url })];

  test.each<[string, Endpoint | null, Owner | null, ReturnType<typeof reasonToDrop>]>([
    ['of own events', endpointOf(), owner(), null],
    ['of all events to who manages', all, manager, null],
    ['of all events to an administrator', all, owner({ scopes: ['*'] }), null],
    ['of all events to who no longer manages', all, owner(), 'right lost'],
    ['to nobody', endpointOf(), null, 'right lost'],
    ['to another', endpointOf(), owner({ userId: 'bob@example.com' }), 'right lost'],
    ['to who was made later under the same id', endpointOf(), owner({ createdAt: noon + 1 }), 'right lost'],
    ['to somebody who is disabled', endpointOf(), owner({ status: 'disabled' }), 'right lost'],
    ['to somebody without roles', endpointOf(), owner({ roles: [] }), 'right lost'],
    ['to an endpoint that is gone', null, manager, 'endpoint gone'],
    ['to an endpoint that is disabled', endpointOf({ status: 'disabled' }), manager, 'endpoint disabled'],
    ['by mail to oneself', mail('mailto:Ann@Example.com'), owner(), null],
    ['by mail to another', mail('mailto:bob@example.com'), owner(), 'right lost'],
    ['by mail to another from who manages', mail('mailto:bob@example.com'), manager, null],
  ])('%s', (_, endpoint, who, expected) => {
    expect(reasonToDrop(endpoint, who)).toBe(expected);
  });
});
