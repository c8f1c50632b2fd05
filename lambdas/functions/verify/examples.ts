/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const call = { scopes: ['database:read'], sourceIp: '203.0.113.7' };

export const examples = {
  verification: {
    key: 'lk_A1b2C3d… (43 characters and a checksum)',
    ...call,
    request: { method: 'GET', path: '/models' },
  },
  verdict: {
    valid: true,
    code: 'VALID',
    apiKeyId: '3f0c7a52-6f0d-4c56-9a55-0d9f1c1b7e21',
    name: 'CI Pipeline',
    userId: 'ci-bot@example.com',
    type: 'end-user',
    scopes: ['database:read'],
    accessRights: { projects: { sales: { modules: { model: 'read' } } } },
    expiresAt: '2027-09-13T12:00:00.000Z',
    rateLimit: { limit: 100, remaining: 99, resetAt: '2027-06-15T12:00:00.600Z' },
    missingScopes: [],
  },
  keyTest: call,
  explanation: {
    valid: false,
    checks: [
      { name: 'not-paused', ok: true, detail: 'The key is not paused' },
      { name: 'scope database:read', ok: false, detail: 'The key lacks database:read' },
    ],
  },
};
