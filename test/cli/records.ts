/** Records as the API answers them. */
export const serviceConfiguration = {
  name: 'latchkey',
  version: '0.1.0',
  apiUrl: 'https://api.example.com/api/v1',
  consoleUrl: 'https://keys.example.com/',
  issuer: 'https://login.example.com/pool',
  clientIds: { console: 'console', commandLine: 'cli' },
  invites: true,
};

export const secret = `lk_${'A1b2C3d4'.repeat(6)}x`;

export const apiKey = {
  id: '3f0c8a52-6a4f-4f0e-9a53-0d6f5a1b2c3d',
  name: 'CI Pipeline',
  description: '',
  keyPrefix: 'lk_A1b2C3d',
  userId: 'ann@example.com',
  type: 'end-user',
  status: 'active',
  scopes: ['database:read'],
  accessRights: null,
  rateLimitTier: 'enterprise',
  allowedIps: null,
  metadata: {},
  createdBy: 'ann@example.com',
  createdVia: null,
  createdAt: '2027-06-01T00:00:00.000Z',
  updatedAt: '2027-06-01T00:00:00.000Z',
  expiresAt: null,
  lastUsedAt: null,
  lastRotatedAt: null,
  rotationEndsAt: null,
  rotation: null,
  used: null,
};

export const minted = { ...apiKey, key: secret };

/** What `whsec_` begins is 32 bytes in base64. */
export const webhookSecret = `whsec_${'A1+/'.repeat(10)}A1w=`;

export const webhook = {
  id: '5d1f0c9e-2b7a-4d3c-8e6f-1a2b3c4d5e6f',
  name: 'Deploys',
  url: 'https://hooks.example.com/latchkey',
  kind: 'https',
  events: ['api_key.*'],
  scope: 'own',
  status: 'active',
  disabledReason: null,
  legacySignature: false,
  userId: 'ann@example.com',
  createdAt: '2027-06-01T00:00:00.000Z',
  updatedAt: '2027-06-01T00:00:00.000Z',
  rotationEndsAt: null,
};

export const delivery = {
  id: '1813060800000-9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d',
  eventId: '9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d',
  type: 'api_key.rotated',
  eventAt: '2027-06-15T12:00:00.000Z',
  state: 'waiting',
  createdAt: '2027-06-15T12:00:01.200Z',
  nextAttemptAt: '2027-06-15T12:05:06.900Z',
  endedAt: null,
  reason: null,
  attempts: [
    { endedAt: '2027-06-15T12:00:01.900Z', status: 503, error: null },
    { endedAt: '2027-06-15T12:00:22.000Z', status: null, error: 'timeout' },
  ],
};
