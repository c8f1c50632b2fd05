import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { DynamoDbProxy, transactionConflict } from './dynamodb-proxy.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { LogsStandIn } from './logs-stand-in.ts';

describe('when what it depends on fails', () => {
  let dynamodb: DynamoDbProxy;
  let logs: LogsStandIn;
  let server: LatchkeyProcess;
  let admin: ApiClient;

  beforeAll(async () => {
    dynamodb = await DynamoDbProxy.start();
    logs = await LogsStandIn.start();
    server = await LatchkeyProcess.start({
      args: lastingArgs,
      env: { DYNAMODB_ENDPOINT: dynamodb.url, CLOUDWATCH_LOGS_ENDPOINT: logs.url },
    });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  });

  afterAll(async () => {
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    await Promise.all([dynamodb.stop(), logs.stop()]);
    expect(places).toEqual([]);
  });

  afterEach(() => {
    dynamodb.fault = () => undefined;
    dynamodb.comeBack();
  });

  test('DynamoDB is gone: 503, never an Allow and never API_KEY_INVALID; then it is back', async () => {
    const { body } = await admin.post('/api-keys', { name: 'steadfast' });
    dynamodb.goDown();
    const answers = await Promise.all([
      admin.get('/me'),
      admin.as(body.key).get('/me'),
      admin.post('/api-keys', { name: 'unwritten' }),
      admin.as(`lk_${'0'.repeat(49)}`).get('/me'),
    ]);
    expect(answers.map(({ status, body: { code } }) => `${status} ${code}`)).toEqual([
      '503 UNAVAILABLE',
      '503 UNAVAILABLE',
      '503 UNAVAILABLE',
      '401 API_KEY_INVALID',
    ]);
    expect(answers[0]?.headers.get('retry-after')).toBe('1');

    dynamodb.comeBack();
    expect((await admin.as(body.key).get('/me')).status).toBe(200);
    expect((await admin.list('/api-keys?search=unwritten')).items).toEqual([]);
  });

  test('DynamoDB takes calls and answers none: 503, and it is back when it is back', async () => {
    await admin.get('/me');
    dynamodb.hang();
    const { status, body } = await admin.get('/me');
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    dynamodb.comeBack();
    expect((await admin.get('/me')).status).toBe(200);
  });

  test('only the transaction fails: 503 from the handler, and nothing is written', async () => {
    dynamodb.fault = (target) =>
      target === 'TransactWriteItems'
        ? {
            status: 500,
            body: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'internal' },
          }
        : undefined;
    const { status, body, headers } = await admin.post('/api-keys', { name: 'half' });
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'UNAVAILABLE', '1']);
    dynamodb.fault = () => undefined;
    expect((await admin.list('/api-keys?search=half')).items).toEqual([]);
  });

  test('a transaction that meets others is tried again until it succeeds', async () => {
    let conflicts = 3;
    dynamodb.fault = (target, sent) => {
      if (target !== 'TransactWriteItems' || conflicts === 0) return undefined;
      conflicts -= 1;
      return transactionConflict(JSON.parse(sent).TransactItems.length);
    };
    expect((await admin.post('/api-keys', { name: 'patient' })).status).toBe(201);
    expect(conflicts).toBe(0);
  });

  test('endless conflicts end as 503, and as a refusal only where that is the fact', async () => {
    const { body } = await admin.post('/api-keys', { name: 'contended' });
    dynamodb.fault = (target, sent) =>
      target === 'TransactWriteItems'
        ? transactionConflict(JSON.parse(sent).TransactItems.length)
        : undefined;
    const answers = await Promise.all([
      admin.post('/api-keys', { name: 'another' }),
      admin.post('/api-keys', { name: 'CONTENDED' }),
      admin.patch(`/api-keys/${body.id}`, { description: 'x' }),
      admin.patch(`/api-keys/${body.id}`, { description: 'x' }, { headers: { 'If-Match': '"1"' } }),
      admin.patch(`/api-keys/${body.id}`, { description: 'x' }, { headers: { 'If-Match': '"2"' } }),
      admin.delete(`/api-keys/${body.id}`),
    ]);
    expect(answers.map(({ status, body: { code } }) => `${status} ${code}`)).toEqual([
      ...Array.from({ length: 4 }, () => '503 UNAVAILABLE'),
      '412 PRECONDITION_FAILED',
      '503 UNAVAILABLE',
    ]);
    for (const { status, headers } of answers)
      expect(headers.get('retry-after')).toBe(status === 503 ? '1' : null);
  });

  test('an index that lags delays lists only', async () => {
    const stale = await admin.post('/api-keys', { name: 'indexed' });
    dynamodb.fault = (target, sent) =>
      target === 'Query' && JSON.parse(sent).IndexName !== undefined
        ? { status: 200, body: { Items: [], Count: 0, ScannedCount: 0 } }
        : undefined;
    expect((await admin.get('/api-keys')).body).toEqual([]);
    expect((await admin.get(`/api-keys/${stale.body.id}`)).status).toBe(200);
    expect((await admin.post('/api-keys', { name: 'Indexed' })).body.code).toBe('NAME_TAKEN');
    expect((await admin.delete(`/api-keys/${stale.body.id}`)).status).toBe(204);
  });

  test('CloudWatch Logs is gone: operations go on, and every event arrives once it is back', async () => {
    await settledThrough(logs);
    logs.goDown();
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, at) => admin.post('/api-keys', { name: `unlogged ${at}` })),
    );
    expect(made.every(({ status }) => status === 201)).toBe(true);
    await sleep(500);
    const events = (await admin.list('/audit-events?limit=100')).items.map(({ eventId }) => String(eventId));
    expect(events.some((eventId) => !logs.eventIds.has(eventId))).toBe(true);
    logs.comeBack();
    await settledThrough(logs);
  });

  async function settledThrough(stand: LogsStandIn): Promise<void> {
    const { items } = await admin.list('/audit-events?limit=100');
    while (items.some(({ eventId }) => !stand.eventIds.has(String(eventId)))) await sleep(50);
  }
});
