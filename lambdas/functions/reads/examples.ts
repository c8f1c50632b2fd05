import { problems } from '../../contract/codes.ts';
import { problemTexts } from './problem-texts.ts';

/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const counts = { success: 41, denied: 1, error: 0 };
const id = '3f0c7a52-6f0d-4c56-9a55-0d9f1c1b7e21';
const accessRights = { projects: { sales: { modules: { model: 'read' } } } };
const requestId = '7c1f0a94-2f6b-4d2a-9b0e-5d3c2b1a0f9e';
const call = { sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1', requestId };

export const examples = {
  auditEvent: {
    eventId: 'b7d9f2ac-4c1e-4b8a-8f57-6a1d2e3c4b5f',
    sequence: 2,
    previousHash: '5f0c9e3b2a1d4c6f8e7b9a0d1c2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e',
    hash: 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90',
    at: '2027-06-16T08:30:00.000Z',
    action: 'api_key.paused',
    actor: { userId: 'admin@example.com', via: 'jwt' },
    target: { type: 'api_key', id, name: 'CI Pipeline' },
    changes: { status: { from: 'active', to: 'paused' } },
    ...call,
    extendedRequestId: 'JKJaXmPLvHcESHA=',
  },
  principal: {
    userId: 'ci-bot@example.com',
    via: 'api-key',
    roles: ['developer'],
    scopes: ['database:read'],
    accessRights,
    apiKey: { id, name: 'CI Pipeline', type: 'end-user', expiresAt: '2027-09-13T12:00:00.000Z' },
  },
  problem: {
    code: 'API_KEY_PAUSED',
    title: problems.API_KEY_PAUSED.detail,
    statuses: [401],
    ...problemTexts.API_KEY_PAUSED,
  },
  usageEntry: {
    at: '2027-06-15T12:00:00.250Z',
    method: 'GET',
    path: '/v1/me',
    status: 200,
    outcome: 'success',
    code: 'VALID',
    ...call,
    latencyMs: 12,
    keyPrefix: 'lk_A1b2C3d',
  },
  usageSummary: {
    from: '2027-06-15T00:00:00.000Z',
    to: '2027-06-15T23:59:59.999Z',
    total: 42,
    byOutcome: counts,
    days: [{ date: '2027-06-15', ...counts }],
  },
  config: {
    name: 'latchkey',
    version: '0.1.0',
    apiUrl: 'https://api.example.com/api/v1',
    consoleUrl: 'https://keys.example.com/',
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A1b2C3d4e',
    clientIds: { console: '1h57kf5cpq17m0eml12EXAMPLE', commandLine: '7c42mt9wkd03s1pvb64EXAMPLE' },
    invites: true,
  },
  settings: {
    prefix: 'lk',
    previousPrefixes: [],
    rateLimitTiers: { free: 100, starter: 500, pro: 2_000, enterprise: null },
    defaultRateLimitTier: 'enterprise',
    keyPolicy: { requireExpiry: false, maxLifetimeDays: null },
    maxKeysPerUser: 1_000,
    notices: ['30d', '7d', '1d'],
    webhookKinds: ['https'],
    retentionDays: 30,
    auditRetentionDays: 400,
    usageRetentionDays: 90,
    usageDetail: 'all',
    catalogue: { projects: ['sales'], modules: ['model'], environments: ['test', 'prod'] },
  },
  usageOverview: {
    from: '2027-06-15T00:00:00.000Z',
    to: '2027-06-15T23:59:59.999Z',
    total: 42,
    byOutcome: counts,
    days: [{ date: '2027-06-15', ...counts }],
    countedSince: '2027-03-01T08:00:00.000Z',
    byCode: [
      { code: 'VALID', calls: 41 },
      { code: 'API_KEY_PAUSED', calls: 1 },
    ],
    byApi: [
      { api: 'orders', success: 40, denied: 1, error: 0 },
      { api: '/', success: 1, denied: 0, error: 0 },
    ],
    busiest: [{ id, name: 'CI Pipeline', ...counts }],
    mostRefused: [{ id, name: 'CI Pipeline', ...counts }],
    rankingExact: { busiest: true, mostRefused: true },
  },
};
