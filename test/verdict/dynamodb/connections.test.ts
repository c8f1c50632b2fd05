import { once } from 'node:events';
import { freePort } from '../../support/embedded-engine.ts';
import { clientOf, finds, inTime, sendsJson, StandIn } from './stand-in.ts';

let dynamoDb: StandIn;
beforeAll(async () => {
  dynamoDb = await StandIn.start();
});
afterAll(() => dynamoDb.stop());

const keys = [{ pk: 'C#1' }, { pk: 'U#ada@example.com' }];

describe('connections', () => {
  test('are kept, the one used last first', async () => {
    dynamoDb.will(finds);
    const client = clientOf(dynamoDb.url);
    const readAll = () => Promise.all(Array.from({ length: 32 }, () => client.batchGet(keys, inTime())));
    for (const items of [...(await readAll()), ...(await readAll())]) expect(items.size).toBe(2);
    for (let call = 0; call < 5; call += 1) await client.batchGet(keys, inTime());
    expect(dynamoDb.received).toHaveLength(69);
    expect(dynamoDb.sockets).toHaveLength(32);
  });

  test('that the server closes while they rest are replaced', async () => {
    dynamoDb.will(finds);
    const client = clientOf(dynamoDb.url);
    await client.batchGet(keys, inTime());
    const [socket] = dynamoDb.sockets as [any];
    socket.end();
    await once(socket, 'close');
    expect((await client.batchGet(keys, inTime())).size).toBe(2);
    expect([dynamoDb.received.length, dynamoDb.sockets.length]).toEqual([2, 2]);
  });

  test('that turn out dead cost one more attempt, however many rest', async () => {
    dynamoDb.will(finds);
    const client = clientOf(dynamoDb.url);
    await Promise.all([1, 2, 3, 4].map(() => client.batchGet(keys, inTime())));
    dynamoDb.will((socket) => void socket.resetAndDestroy(), finds);
    expect((await client.batchGet(keys, inTime())).size).toBe(2);
    expect(dynamoDb.received).toHaveLength(2);
  });

  test('are not kept where the server says so, and can be opened ahead', async () => {
    dynamoDb.will(sendsJson({ Responses: { Credentials: [] } }, { Connection: 'close' }));
    const client = clientOf(dynamoDb.url);
    client.preconnect();
    for (let call = 0; call < 2; call += 1) await client.batchGet(keys, inTime());
    expect(dynamoDb.sockets).toHaveLength(2);
    client.close();
  });

  test('that cannot be opened ahead are no failure yet', async () => {
    const client = clientOf(`http://127.0.0.1:${await freePort()}`);
    client.preconnect();
    await expect(client.batchGet(keys, inTime())).rejects.toMatchObject({ reason: 'unreachable' });
  });
});
