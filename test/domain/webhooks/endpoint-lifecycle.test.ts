import { findChainFault, type Origin } from '../../../lambdas/domain/audit/audit.ts';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  disableEndpoint,
  failingNotice,
  rotateEndpoint,
} from '../../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import { noon } from '../../support/memory-ports.ts';
import { endpointOf } from './endpoints.ts';

const origin: Origin = {
  actor: { userId: 'ann@example.com', via: 'jwt' },
  sourceIp: null,
  userAgent: null,
  requestId: 'request-1',
};
const at = (now: number) => ({ now, eventId: `event-${now}` });
const owner = { userId: 'ann@example.com', createdAt: noon };
const { name, url, kind, events, scope, status, legacySignature } = endpointOf();
const fields = { name, url, kind, events, scope, status, legacySignature };
const made = (more: Partial<typeof fields> = {}) =>
  createEndpoint('endpoint-1', owner, { ...fields, ...more }, 'a', origin, at(noon));

test('each change is one event of one chain, and one version', () => {
  const created = made();
  const renamed = changeEndpoint(created.endpoint, { name: 'B' }, origin, at(noon + 1))!;
  const rotated = rotateEndpoint(
    renamed.endpoint,
    { masterVersion: 'b', graceMs: 60_000 },
    origin,
    at(noon + 2),
  );
  const disabled = disableEndpoint(rotated.endpoint, 'gone', origin, at(noon + 3))!;
  const deleted = deleteEndpoint(disabled.endpoint, origin, at(noon + 4));
  const all = [created, renamed, rotated, disabled];
  expect(findChainFault([...all.map(({ event }) => event), deleted])).toBeNull();
  expect(all.map(({ endpoint }) => endpoint.version)).toEqual([1, 2, 3, 4]);
  expect(rotated.endpoint).toMatchObject({
    secretVersion: 2,
    masterVersion: 'b',
    formerMasterVersion: 'a',
    formerSecretEndsAt: noon + 60_002,
  });
  expect(rotated.event.changes).toEqual({
    secretVersion: { from: 1, to: 2 },
    masterVersion: { from: 'a', to: 'b' },
    formerSecretEndsAt: { from: null, to: new Date(noon + 60_002).toISOString() },
  });
  expect(disabled.endpoint).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
  expect(disabled.event).toMatchObject({ action: 'webhook.disabled' });
  expect(disabled.event.changes).toEqual({
    status: { from: 'active', to: 'disabled' },
    disabledReason: { from: null, to: 'gone' },
  });
});

test('what changes nothing is no change', () => {
  const { endpoint } = made();
  expect(changeEndpoint(endpoint, fields, origin, at(noon + 1))).toBeNull();
  const { endpoint: disabled } = disableEndpoint(endpoint, 'failing', origin, at(noon + 1))!;
  expect(disableEndpoint(disabled, 'gone', origin, at(noon + 2))).toBeNull();
  // The reason stays that of the first.
  expect(changeEndpoint(disabled, { status: 'disabled' }, origin, at(noon + 2))).toBeNull();
});

test('disabled with other changes, it is updated; enabled again, it has no reason', () => {
  const { endpoint } = made();
  const both = changeEndpoint(endpoint, { status: 'disabled', name: 'B' }, origin, at(noon + 1))!;
  expect(both.event.action).toBe('webhook.updated');
  expect(both.endpoint.disabledReason).toBe('request');
  const enabled = changeEndpoint(both.endpoint, { status: 'active' }, origin, at(noon + 2))!;
  expect([enabled.event.action, enabled.endpoint.disabledReason]).toEqual(['webhook.updated', null]);
});

test('a rotation without grace ends the former secret at once, and one in another’s grace too', () => {
  const { endpoint } = made();
  const rotate = (before: typeof endpoint, graceMs: number, masterVersion: string) =>
    rotateEndpoint(before, { masterVersion, graceMs }, origin, at(noon + 1)).endpoint;
  expect(rotate(endpoint, 0, 'b')).toMatchObject({ formerMasterVersion: null, formerSecretEndsAt: null });
  const twice = rotate(rotate(endpoint, 60_000, 'b'), 60_000, 'c');
  expect(twice).toMatchObject({ secretVersion: 3, masterVersion: 'c', formerMasterVersion: 'b' });
});

test('a notice moves the chain, and changes no version', () => {
  const { endpoint, event } = made();
  const notice = failingNotice(endpoint, noon - 1, origin, at(noon + 1));
  expect(findChainFault([event, notice])).toBeNull();
  expect(notice).toMatchObject({
    action: 'webhook.failing',
    changes: { failingSince: { from: null, to: new Date(noon - 1).toISOString() } },
  });
});

test.each([
  ['https://hooks.example.com/', 'https://hooks.example.com/'],
  ['mailto:ann@example.com', 'mailto:ann@example.com'],
  [null, null],
])('events tell of the URL %s as %s', (given, told) => {
  expect(made({ url: given }).event.changes['url']).toEqual({ from: null, to: told });
});

test('the path and the query of a URL, which may be what opens it, are told by a hash alone', () => {
  const { to } = made({ url: 'https://hooks.example.com/T0/B0?token=x' }).event.changes['url']!;
  expect(to).toMatch(/^https:\/\/hooks\.example\.com\/… sha256:[0-9a-f]{16}$/);
});
