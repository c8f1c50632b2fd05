/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const newWebhook = {
  name: 'Deploys',
  url: 'https://hooks.example.com/latchkey',
  kind: 'https',
  events: ['api_key.*', 'webhook.failing'],
};

const webhook = {
  id: '5d1f0c9e-2b7a-4d3c-8e6f-1a2b3c4d5e6f',
  ...newWebhook,
  scope: 'own',
  status: 'active',
  disabledReason: null,
  legacySignature: false,
  userId: 'ann@example.com',
  createdAt: '2027-06-15T12:00:00.000Z',
  updatedAt: '2027-06-15T12:00:00.000Z',
  rotationEndsAt: null,
};

const updatedAt = '2027-06-16T08:30:00.000Z';
const secret = 'whsec_… (32 bytes in base64)';

const delivery = {
  id: '1813060800000-9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d',
  eventId: '9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d',
  type: 'api_key.rotated',
  eventAt: '2027-06-15T12:00:00.000Z',
  state: 'waiting',
  createdAt: '2027-06-15T12:00:01.200Z',
  nextAttemptAt: '2027-06-15T12:00:06.900Z',
  endedAt: null,
  reason: null,
  attempts: [{ endedAt: '2027-06-15T12:00:01.900Z', status: 503, error: null }],
};

export const examples = {
  delivery,
  test: { status: 204, ms: 131, error: null },
  replay: { from: '2027-06-15T00:00:00.000Z', to: '2027-06-15T12:00:00.000Z' },
  replayed: { queued: 17 },
  newWebhook,
  webhook,
  created: { ...webhook, secret },
  changes: { events: ['*'] },
  changed: { ...webhook, events: ['*'], updatedAt },
  rotation: { gracePeriod: '24h' },
  rotated: { ...webhook, updatedAt, rotationEndsAt: '2027-06-17T08:30:00.000Z', secret },
};
