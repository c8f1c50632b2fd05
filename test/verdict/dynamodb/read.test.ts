import { inspect } from 'node:util';
import { crc32 } from 'node:zlib';
import type { CredentialsReader } from '../../../lambdas/verdict/credentials-table.ts';
import { freePort } from '../../support/embedded-engine.ts';
import { found, lasting, passing } from './faults.ts';
import {
  answer,
  clientOf,
  finds,
  inTime,
  type Reply,
  refuses,
  secrets,
  sends,
  sendsJson,
  StandIn,
} from './stand-in.ts';

let dynamoDb: StandIn;
beforeAll(async () => {
  dynamoDb = await StandIn.start();
});
afterAll(() => dynamoDb.stop());

const keys = [{ pk: 'C#1' }, { pk: 'U#ada@example.com' }];

test('one strongly consistent request brings the items by key; those that do not exist are missing', async () => {
  dynamoDb.will(sendsJson(found));
  const client = clientOf(dynamoDb.url);
  const reader: CredentialsReader = { read: (keys, deadlineMs) => client.batchGet(keys, deadlineMs) };
  expect([...(await reader.read(keys, inTime()))]).toEqual([['C#1', { pk: 'C#1' }]]);
  const [{ headers, body }] = dynamoDb.received as [any];
  expect(body).toEqual({
    RequestItems: { Credentials: { Keys: keys.map(({ pk }) => ({ pk: { S: pk } })), ConsistentRead: true } },
  });
  expect(headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
    'x-amz-security-token': secrets.token,
  });
});

test('no key asked for is no request, a repeated one is asked for once, and 26 are too many', async () => {
  dynamoDb.will(finds);
  const client = clientOf(dynamoDb.url);
  expect((await client.batchGet([], inTime())).size).toBe(0);
  expect(dynamoDb.received).toEqual([]);
  expect((await client.batchGet([...keys, ...keys], inTime())).size).toBe(2);
  const many = Array.from({ length: 26 }, (_, number) => ({ pk: `R#${number}` }));
  expect((await client.batchGet(many.slice(1), inTime())).size).toBe(25);
  await expect(client.batchGet(many, inTime())).rejects.toThrow(RangeError);
});

test.each(passing)('%s passes: the next attempt brings the items', async (_, fault) => {
  dynamoDb.will(fault, finds);
  expect((await clientOf(dynamoDb.url).batchGet(keys, inTime())).size).toBe(2);
  expect(dynamoDb.received).toHaveLength(2);
});

test.each(passing)('%s for ever is an error within the budget, and no storm', async (_, fault) => {
  dynamoDb.will(fault);
  const error: any = await clientOf(dynamoDb.url)
    .batchGet(keys, Date.now() + 2_000)
    .catch((error: unknown) => error);
  expect(error.name).toBe('DynamoDbError');
  expect(dynamoDb.received.length).toBeGreaterThanOrEqual(1);
  expect(dynamoDb.received.length).toBeLessThanOrEqual(10);
});

test.each(lasting)('%s is thrown at once, with its name and the id of the request', async (type, refusal) => {
  dynamoDb.will(refusal);
  await expect(clientOf(dynamoDb.url).batchGet(keys, inTime())).rejects.toMatchObject({
    reason: 'refused',
    type,
    message: expect.stringContaining('request REQUEST'),
  });
  expect(dynamoDb.received).toHaveLength(1);
});

test('an answer larger than DynamoDB gives is refused unread', async () => {
  dynamoDb.will(sends(answer(200, '', { 'Content-Length': 16 * 1_024 * 1_024 + 1 })));
  await expect(clientOf(dynamoDb.url).batchGet(keys, inTime())).rejects.toMatchObject({
    reason: 'too-large',
  });
  expect(dynamoDb.received).toHaveLength(1);
});

test('what nobody listens for is unreachable, within the budget', async () => {
  const client = clientOf(`http://127.0.0.1:${await freePort()}`);
  await expect(client.batchGet(keys, inTime())).rejects.toMatchObject({ reason: 'unreachable' });
});

test('without time left nothing is sent', async () => {
  dynamoDb.will(finds);
  const client = clientOf(dynamoDb.url);
  for (const deadlineMs of [Date.now() - 1, Number.NaN]) {
    await expect(client.batchGet(keys, deadlineMs)).rejects.toMatchObject({ reason: 'timeout' });
  }
  expect(dynamoDb.received).toEqual([]);
});

describe('unprocessed keys', () => {
  const leaves = (...pks: string[]) => ({
    Credentials: { Keys: pks.map((pk) => ({ pk: { S: pk } })), ConsistentRead: true },
  });

  test('are asked for again, and they alone', async () => {
    dynamoDb.will(sendsJson({ ...found, UnprocessedKeys: leaves('U#ada@example.com') }), finds);
    expect((await clientOf(dynamoDb.url).batchGet(keys, inTime())).size).toBe(2);
    expect(dynamoDb.received[1]?.body.RequestItems).toEqual(leaves('U#ada@example.com'));
  });

  test.each([
    ['for ever', leaves('U#ada@example.com'), 'throttled'],
    ['that were not asked for', leaves('U#eve@example.com'), 'malformed'],
    ['of another table', { Registry: { Keys: [] } }, 'malformed'],
    ['without keys', { Credentials: {} }, 'malformed'],
  ])('%s are an error, not a missing item', async (_, UnprocessedKeys, reason) => {
    dynamoDb.will(sendsJson({ Responses: { Credentials: [] }, UnprocessedKeys }));
    const reading = clientOf(dynamoDb.url).batchGet(keys, inTime());
    await expect(reading).rejects.toMatchObject({ reason });
  });
});

test('an answer in chunks, with a checksum, is as good as any', async () => {
  const body = JSON.stringify(found);
  const chunks = [body.slice(0, 7), body.slice(7)].map(
    (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
  );
  const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nx-amz-crc32: ${crc32(body)}\r\n\r\n`;
  dynamoDb.will(sends(`${head}${chunks.join('')}0\r\n\r\n`));
  expect((await clientOf(dynamoDb.url).batchGet(keys, inTime())).size).toBe(1);
});

test('no error tells of credentials, of keys, or of what came back', async () => {
  const item = { pk: { S: 'C#1' }, name: { S: 'ContentsOfAnItem' } };
  const quoting: Reply[] = [
    ...[...passing, ...lasting].map(([, fault]) => fault),
    sendsJson({ Responses: { Credentials: [item, { pk: { S: 'ContentsOfAnItem' } }] } }),
    sends(answer(200, 'ContentsOfAnItem {')),
    sends(answer(500, 'ContentsOfAnItem')),
    refuses('ValidationException', 400, { message: 'ContentsOfAnItem' }),
    refuses('ContentsOfAnItem: no type at all'),
  ];
  for (const fault of quoting) {
    dynamoDb.will(fault);
    const error = await clientOf(dynamoDb.url)
      .batchGet(keys, inTime())
      .catch((error: unknown) => error);
    const told = inspect(error, { depth: 10, showHidden: true });
    expect(told).toContain('DynamoDbError');
    for (const secret of [
      ...Object.values(secrets),
      'ContentsOfAnItem',
      'ada@example.com',
      'C#1',
      'quoted',
    ]) {
      expect(told).not.toContain(secret);
    }
  }
});
