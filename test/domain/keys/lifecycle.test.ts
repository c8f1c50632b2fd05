import type { ApiKeyFields } from '../../../lambdas/domain/keys/api-key.ts';
import { emptyChain, findChainFault } from '../../../lambdas/domain/audit/audit.ts';
import { changeKey, deleteKey } from '../../../lambdas/domain/keys/lifecycle.ts';
import { noon } from '../../support/memory-ports.ts';
import { mintKey, origin } from '../../support/memory-records.ts';

const later = { now: noon + 1_000, eventId: 'event-2' };
const created = mintKey({ expiresAt: noon + 5_000 });
const change = (fields: Partial<ApiKeyFields>) => changeKey(created.key, fields, origin, later);

describe('a new key', () => {
  test('is active, at version 1, created and updated now, never used or rotated', () => {
    expect(created.key).toMatchObject({
      pausedBy: null,
      version: 1,
      createdAt: noon,
      updatedAt: noon,
      lastUsedAt: null,
      lastRotatedAt: null,
      rotationEndsAt: null,
    });
  });

  test('begins the chain with an event that tells every field, but no hash of its secret', () => {
    const { event, key } = created;
    expect(event).toMatchObject({ sequence: 1, previousHash: emptyChain.hash, action: 'api_key.created' });
    expect(event.target).toEqual({ type: 'api_key', id: key.id, name: 'CI Pipeline' });
    expect(event.changes).toEqual({
      name: { from: null, to: 'CI Pipeline' },
      description: { from: null, to: 'nightly import' },
      type: { from: null, to: 'end-user' },
      status: { from: null, to: 'active' },
      scopes: { from: null, to: ['database:read'] },
      accessRights: { from: null, to: null },
      rateLimitTier: { from: null, to: 'pro' },
      allowedIps: { from: null, to: null },
      metadata: { from: null, to: { team: 'data' } },
      expiresAt: { from: null, to: '2027-06-15T12:00:05.500Z' },
      userId: { from: null, to: 'ci-bot@example.com' },
      keyPrefix: { from: null, to: key.keyPrefix },
      createdVia: { from: null, to: null },
    });
    expect(JSON.stringify(event)).not.toContain(key.secretHash);
    expect(key.chain).toEqual({ sequence: 1, hash: event.hash });
  });
});

describe('a change', () => {
  test('makes the next version and the next event, and leaves what it does not name', () => {
    const after = change({ description: 'hourly' })!;
    expect(after.key).toEqual({
      ...created.key,
      description: 'hourly',
      updatedAt: later.now,
      version: 2,
      chain: { sequence: 2, hash: after.event.hash },
    });
    expect(after.event).toMatchObject({ sequence: 2, previousHash: created.event.hash });
    expect(after.event.changes).toEqual({ description: { from: 'nightly import', to: 'hourly' } });
  });

  test.each<[string, Partial<ApiKeyFields>]>([
    ['nothing named', {}],
    ['the same text', { name: 'CI Pipeline', description: 'nightly import' }],
    ['the same list', { scopes: ['database:read'] }],
    ['the same object', { metadata: { team: 'data' } }],
    ['the same instant', { expiresAt: noon + 5_000 }],
    ['resuming what is active', { pausedBy: null }],
  ])('that changes nothing is none: %s', (_, fields) => {
    expect(change(fields)).toBeNull();
  });

  test('pausing what is paused changes nothing, whoever asks', () => {
    const paused = change({ pausedBy: 'ci-bot@example.com' })!.key;
    expect(changeKey(paused, { pausedBy: 'ci-bot@example.com' }, origin, later)).toBeNull();
  });

  test.each<[string, Partial<ApiKeyFields>]>([
    ['api_key.renamed', { name: 'Nightly' }],
    ['api_key.paused', { pausedBy: 'admin@example.com' }],
    ['api_key.updated', { description: '' }],
    ['api_key.updated', { scopes: null }],
    ['api_key.updated', { expiresAt: null }],
    ['api_key.updated', { metadata: {} }],
    ['api_key.updated', { allowedIps: ['::1'] }],
    ['api_key.updated', { rateLimitTier: 'free' }],
    ['api_key.updated', { type: 'admin' }],
    ['api_key.updated', { name: 'Nightly', pausedBy: 'admin@example.com' }],
  ])('is told as %s: %j', (action, fields) => {
    expect(change(fields)?.event.action).toBe(action);
  });

  test('resuming is told as such, and does not say who had paused', () => {
    const paused = change({ pausedBy: 'secret-admin@example.com' })!.key;
    const resumed = changeKey(paused, { pausedBy: null }, origin, { now: noon + 2_000, eventId: 'e3' })!;
    expect(resumed.event.action).toBe('api_key.resumed');
    expect(resumed.event.changes).toEqual({ status: { from: 'paused', to: 'active' } });
  });

  test('of the name is told under the new name', () => {
    expect(change({ name: 'Nightly' })?.event.target.name).toBe('Nightly');
  });
});

test('the deletion tells what was there, and ends the chain', () => {
  const event = deleteKey(created.key, origin, later);
  expect(event).toMatchObject({ action: 'api_key.deleted', sequence: 2, previousHash: created.event.hash });
  expect(event.changes['name']).toEqual({ from: 'CI Pipeline', to: null });
  expect(Object.values(event.changes).every(({ to }) => to === null)).toBe(true);
});

test('the events of a whole life are a sound chain', () => {
  const renamed = change({ name: 'Nightly' })!;
  const paused = changeKey(renamed.key, { pausedBy: 'x' }, origin, { now: noon + 2, eventId: 'e3' })!;
  const deleted = deleteKey(paused.key, origin, { now: noon + 3, eventId: 'e4' });
  expect(findChainFault([created.event, renamed.event, paused.event, deleted])).toBeNull();
});
