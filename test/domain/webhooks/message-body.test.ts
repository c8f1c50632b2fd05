import fc from 'fast-check';
import { auditTargetTypes } from '../../../lambdas/domain/audit/audit.ts';
import { auditActions } from '../../../lambdas/domain/audit/audit.ts';
import { noticeFacts, type Occurrence } from '../../../lambdas/domain/webhooks/event-types.ts';
import { maxBodyBytes, messageBody } from '../../../lambdas/domain/webhooks/message-body.ts';
import { apiKeyIdOf } from '../../support/memory-brands.ts';
import { eventOf } from './endpoints.ts';

const told = (occurrence: Occurrence) => JSON.parse(messageBody(occurrence));

test('tells what a change was about, and which fields it changed', () => {
  const event = eventOf({
    actor: { userId: 'admin@example.com', apiKeyId: apiKeyIdOf('key-2'), via: 'api-key' },
    changes: {
      scopes: { from: ['a:b'], to: ['*'] },
      expiresAt: { from: null, to: '2028-01-01T00:00:00.000Z' },
    },
  });
  expect(messageBody({ event, ownerId: 'ann@example.com' })).toBe(
    JSON.stringify({
      type: 'api_key.updated',
      timestamp: '2027-06-15T12:00:00.500Z',
      data: {
        sequence: 7,
        userId: 'ann@example.com',
        apiKeyId: 'key-1',
        name: 'CI',
        actor: { userId: 'admin@example.com', apiKeyId: apiKeyIdOf('key-2'), via: 'api-key' },
        changed: ['expiresAt', 'scopes'],
      },
    }),
  );
});

test('names each kind of target', () => {
  const dataOf = (type: 'user' | 'role' | 'api' | 'webhook', ownerId: string | null = null) =>
    told({ event: eventOf({ target: { type, id: 'the-id', name: 'The name' } }), ownerId }).data;
  expect(dataOf('user')).toMatchObject({ userId: 'the-id', name: 'The name' });
  expect(dataOf('role')).toMatchObject({ role: 'the-id' });
  expect(dataOf('api')).toMatchObject({ api: 'the-id' });
  expect(dataOf('webhook', 'ann@example.com')).toMatchObject({
    webhookId: 'the-id',
    userId: 'ann@example.com',
  });
});

test('tells of a notice what it is about, and no change', () => {
  const event = eventOf({
    action: 'api_key.expiring',
    actor: { userId: 'system', via: 'system' },
    changes: {
      before: { from: null, to: '7d' },
      expiresAt: { from: null, to: '2027-06-22T12:00:00.500Z' },
      lastUsedAt: { from: null, to: null },
      secretHash: { from: null, to: 'x' },
    },
  });
  const { data } = told({ event, ownerId: 'ann@example.com' });
  expect(data).toMatchObject({
    changed: [],
    before: '7d',
    expiresAt: '2027-06-22T12:00:00.500Z',
    lastUsedAt: null,
  });
  expect(data).not.toHaveProperty('secretHash');
  // Of a change the same fields are named only.
  const change = told({ event: { ...event, action: 'api_key.updated' }, ownerId: null });
  expect(change.data).toMatchObject({ changed: ['before', 'expiresAt', 'lastUsedAt', 'secretHash'] });
  expect(change.data).not.toHaveProperty('expiresAt');
});

/** Text of any length, of characters that take most room in JSON and UTF-8, and of halves of characters. */
const text = fc
  .tuple(fc.constantFrom('a', '"', '\u0001', 'ü', '漢', '🗝', '\ud800', '\udfff', '\u2028'), fc.nat(3_000))
  .map(([character, count]) => character.repeat(count));
const anyText = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 400 }));
const secret = 'lk_S3cretS3cretS3cretS3cretS3cretS3cretS3cretXYZ000000';
const values = fc.oneof(fc.jsonValue(), anyText, fc.constant(secret), fc.constant([{ deep: secret }]));
const changesOf = fc.dictionary(
  fc.oneof(anyText, fc.constantFrom('secretHash', 'keyPrefix', ...noticeFacts.slice(0, 1))),
  fc.record({ from: fc.constant(secret), to: values }),
  { maxKeys: 100 },
);

test('is below 20 KB, well-formed and the same each time, whatever the event, and holds no value, hash or place', () => {
  const occurrence = fc.record({
    ownerId: fc.option(anyText),
    event: fc.record({
      eventId: fc.uuid(),
      sequence: fc.integer({ min: 1 }),
      previousHash: fc.constant('b'.repeat(64)),
      hash: fc.constant('c'.repeat(64)),
      at: fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toISOString()),
      action: fc.constantFrom(...auditActions).filter((type) => !/expir|ending|failing/.test(type)),
      actor: fc.record({
        userId: anyText,
        apiKeyId: anyText.map(apiKeyIdOf),
        via: fc.constantFrom('jwt', 'api-key', 'system'),
      }),
      target: fc.record({
        type: fc.constantFrom(...auditTargetTypes, 'webhook'),
        id: anyText,
        name: anyText,
      }),
      changes: changesOf,
      sourceIp: fc.constant('203.0.113.99'),
      userAgent: fc.constant('agent-of-the-caller'),
      requestId: fc.constant('request-of-the-caller'),
      extendedRequestId: fc.constant('gateway-request'),
    }),
  });
  fc.assert(
    fc.property(occurrence, (each) => {
      const body = messageBody(each);
      expect(Buffer.byteLength(body)).toBeLessThan(maxBodyBytes);
      expect(body.isWellFormed()).toBe(true);
      expect(messageBody(structuredClone(each) as Occurrence)).toBe(body);
      const { type, timestamp, data } = JSON.parse(body);
      expect([type, timestamp, data.sequence]).toEqual([
        each.event.action,
        each.event.at,
        each.event.sequence,
      ]);
      for (const hidden of [
        secret,
        'b'.repeat(64),
        'c'.repeat(64),
        '203.0.113.99',
        'agent-of',
        'request-of',
        'gateway-',
      ])
        expect(body).not.toContain(hidden);
    }),
    { numRuns: 150 },
  );
});

test('is below 20 KB where all that it can hold takes most room', () => {
  const most = '\u0001'.repeat(10_000);
  const fact = { from: null, to: most };
  const changes = Object.fromEntries([
    ...Array.from({ length: 100 }, (_, at) => [`${most}${at}`, fact]),
    ...noticeFacts.map((name) => [name, fact]),
  ]);
  const actor = { userId: most, apiKeyId: apiKeyIdOf(most), via: 'api-key' } as const;
  const target = { type: 'api_key', id: most, name: most } as const;
  const sizes = (['api_key.updated', 'api_key.rotation_ending'] as const).map((action) => {
    const event = eventOf({ action, actor, target, changes, sequence: Number.MAX_SAFE_INTEGER });
    return Buffer.byteLength(messageBody({ event, ownerId: most }));
  });
  for (const size of sizes) expect(size).toBeLessThan(maxBodyBytes);
  expect(Math.max(...sizes)).toBeGreaterThan(maxBodyBytes / 2);
});

test('cuts nothing of what the registry can hold', () => {
  const name = '🗝'.repeat(256);
  const id = `${'a'.repeat(244)}@example.com`;
  const changes = Object.fromEntries(
    Array.from({ length: 32 }, (_, at) => [`field${at}`, { from: 1, to: 2 }]),
  );
  const event = eventOf({ target: { type: 'api_key', id: 'key-1', name }, changes });
  const { data } = told({ event, ownerId: id });
  expect([data.name, data.userId, data.changed.length]).toEqual([name, id, 32]);
});
