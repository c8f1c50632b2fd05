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
