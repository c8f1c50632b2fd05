import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { Occurrence } from '../../../lambdas/domain/webhooks/event-types.ts';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import { noon } from '../../support/memory-ports.ts';

export const endpointOf = (fields: Partial<Endpoint> = {}): Endpoint => ({
  id: 'endpoint-1',
  userId: 'ann@example.com',
  ownerSince: noon,
  name: 'Deploys',
  url: 'https://hooks.example.com/in',
  kind: 'https',
  events: ['*'],
  scope: 'own',
  status: 'active',
  legacySignature: false,
  disabledReason: null,
  secretVersion: 1,
  masterVersion: 'master-1',
  formerMasterVersion: null,
  formerSecretEndsAt: null,
  createdAt: noon,
  toldFailingSince: null,
  updatedAt: noon,
  version: 1,
  chain: { sequence: 1, hash: 'a'.repeat(64) },
  ...fields,
});

export const eventOf = (fields: Partial<AuditEvent> = {}): AuditEvent => ({
  eventId: 'event-1',
  sequence: 7,
  previousHash: 'b'.repeat(64),
  hash: 'c'.repeat(64),
  at: new Date(noon).toISOString(),
  action: 'api_key.updated',
  actor: { userId: 'admin@example.com', via: 'jwt' },
  target: { type: 'api_key', id: 'key-1', name: 'CI' },
  changes: {},
  sourceIp: '198.51.100.7',
  userAgent: 'curl/8',
  requestId: 'request-1',
  ...fields,
});

export const occurrenceOf = (
  action: AuditEvent['action'],
  ownerId: string | null = 'ann@example.com',
  target: Partial<AuditEvent['target']> = {},
): Occurrence => {
  const type = action.startsWith('webhook.') ? 'webhook' : 'api_key';
  return { event: eventOf({ action, target: { type, id: 'target-1', name: 'CI', ...target } }), ownerId };
};
