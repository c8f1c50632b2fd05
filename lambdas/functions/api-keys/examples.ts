/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const newKey = {
  name: 'CI Pipeline',
  description: 'Nightly import',
  userId: 'ci-bot@example.com',
  scopes: ['database:read'],
  accessRights: { projects: { sales: { modules: { model: 'read' }, environments: { prod: ['read'] } } } },
  allowedIps: ['203.0.113.0/24'],
  metadata: { team: 'data' },
  expiresIn: '90d',
};

const key = {
  id: '3f0c7a52-6f0d-4c56-9a55-0d9f1c1b7e21',
  name: newKey.name,
  description: newKey.description,
  keyPrefix: 'lk_A1b2C3d',
  userId: newKey.userId,
  type: 'end-user',
  status: 'active',
  scopes: newKey.scopes,
  accessRights: newKey.accessRights,
  rateLimitTier: 'enterprise',
  allowedIps: newKey.allowedIps,
  metadata: newKey.metadata,
  createdBy: 'admin@example.com',
  createdVia: null,
  createdAt: '2027-06-15T12:00:00.000Z',
  updatedAt: '2027-06-15T12:00:00.000Z',
  expiresAt: '2027-09-13T12:00:00.000Z',
  lastUsedAt: null,
  lastRotatedAt: null,
  rotationEndsAt: null,
  rotation: null,
};

const updatedAt = '2027-06-16T08:30:00.000Z';
const another = { id: '9b2d4c1e-58a7-4f6b-8c3d-2e7f6a5b4c3d', keyPrefix: 'lk_E5f6G7h' };
const anotherSecret = 'lk_E5f6G7h… (43 characters and a checksum)';

export const examples = {
  newKey,
  key,
  mintedKey: { ...key, key: 'lk_A1b2C3d… (43 characters and a checksum)' },
  preview: {
    refusal: null,
    scopes: newKey.scopes,
    accessRights: newKey.accessRights,
    grants: [{ role: 'developer', scopes: newKey.scopes, accessRights: newKey.accessRights }],
    dead: { scopes: [], accessRights: {} },
  },
  keyChanges: { description: 'Nightly and weekly import', expiresAt: '2027-12-31' },
  changedKey: {
    ...key,
    description: 'Nightly and weekly import',
    updatedAt,
    expiresAt: '2027-12-31T00:00:00.000Z',
  },
  pausedKey: { ...key, status: 'paused', updatedAt },
  rotation: { gracePeriod: '1h' },
  rotatedKey: {
    ...key,
    keyPrefix: another.keyPrefix,
    updatedAt,
    lastRotatedAt: updatedAt,
    rotationEndsAt: '2027-06-16T09:30:00.000Z',
    rotation: {
      endsAt: '2027-06-16T09:30:00.000Z',
      oldPrefix: key.keyPrefix,
      oldLastSeenAt: '2027-06-16T08:29:00.000Z',
    },
    key: anotherSecret,
  },
  counts: {
    asOf: '2027-06-15T12:00:00.000Z',
    total: 42,
    byStatus: { active: 38, paused: 1, expired: 3 },
    byType: { admin: 4, 'end-user': 38 },
    expiring: 2,
    neverExpiring: 7,
    unused: 5,
    unrotated: 12,
    unlimited: 3,
  },
  duplication: { name: 'CI Pipeline, staging', expiresIn: '90d' },
  duplicatedKey: { ...key, ...another, name: 'CI Pipeline, staging', key: anotherSecret },
  newToken: { name: 'Deployment', expiry: '2027-12-31', accessRights: newKey.accessRights },
  token: {
    token: 'lk_A1b2C3d… (43 characters and a checksum)',
    tokenPrefix: key.keyPrefix,
    id: key.id,
    name: 'Deployment',
    expiry: '2027-12-31T00:00:00.000Z',
    creationDate: key.createdAt,
    isAdmin: false,
    accessRights: newKey.accessRights,
  },
};
