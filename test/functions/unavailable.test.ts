import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { createDocumentClient } from '../../lambdas/store/client.ts';
import { freePort } from '../support/embedded-engine.ts';
import { answering } from '../support/engine-faults.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { administrator, type Sent } from '../support/memory-events.ts';

const id = '3f0c0000-0000-4000-a000-000000000000';
const calls: [OperationId, Sent][] = [
  ['createApiKey', { body: { name: 'CI' } }],
  ['listApiKeys', {}],
  ['listApiKeys', { query: { userId: 'ci-bot@example.com' } }],
  ['countApiKeys', {}],
  ['previewApiKey', { body: { name: 'CI' } }],
  ['previewApiKeyChanges', { id, body: { name: 'CI' } }],
  ['listRoleHolders', { id: 'developer' }],
  ['getApiKey', { id }],
  ['updateApiKey', { id, body: { name: 'CI' } }],
  ['pauseApiKey', { id }],
  ['resumeApiKey', { id }],
  ['deleteApiKey', { id }],
  ['listAuditEvents', {}],
  ['listAuditEvents', { query: { targetId: id } }],
  ['getPrincipal', { authorizer: { ...administrator, scopes: '', accessRights: '' } }],
];

const names = { credentials: 'Credentials', registry: 'Registry', usage: 'Usage', outbox: 'Outbox' };
const logged = captureLogLines();

describe('with DynamoDB down', () => {
  let api: Api;
  let client: ReturnType<typeof createDocumentClient>;
  afterAll(async () => {
    client?.destroy();
    // The SDK lets its timer of a refused connection run out, and jest's worker does not end before.
    await sleep(1_000);
  });
  beforeAll(async () => {
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = `http://127.0.0.1:${await freePort()}`;
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    client = createDocumentClient();
    api = apiOver({ client, ...names });
  });

  test.each(calls)(
    '%s %j is 503, to be tried again, and tells nothing of the cause',
    async (operationId, sent) => {
      const { status, body, headers, text } = await api.call(operationId, sent);
      expect([status, body.code, headers['Retry-After']]).toEqual([503, 'UNAVAILABLE', '1']);
      expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
      expect(logged.join()).toContain('ECONNREFUSED');
    },
  );

  test('what needs no DynamoDB is answered', async () => {
    for (const operationId of ['getHealth', 'getPrincipal', 'getOpenApi'] as const) {
      expect((await api.call(operationId)).status).toBe(200);
    }
  });
});

test('a fault of the deployment is 500, for somebody to mend: a table that is not there', async () => {
  const tables = { client: createDocumentClient(), ...names };
  const api = apiOver(
    answering(tables, async () => {
      throw new ResourceNotFoundException({ $metadata: {}, message: 'no such table' });
    }),
  );
  const { status, body, text } = await api.call('getApiKey', { id });
  expect([status, body.code]).toEqual([500, 'INTERNAL']);
  expect(text).not.toContain('no such table');
});
