import { clientOf, environment, finds, inTime, refuses, secrets, StandIn } from './stand-in.ts';

let dynamoDb: StandIn;
beforeAll(async () => {
  dynamoDb = await StandIn.start();
});
afterAll(() => dynamoDb.stop());

const keys = [{ pk: 'C#1' }, { pk: 'U#ada@example.com' }];

describe('credentials', () => {
  test.each(['ExpiredTokenException', 'UnrecognizedClientException'])(
    'that are refused with %s are read anew, and tried where they have changed',
    async (type) => {
      const env: Record<string, string | undefined> = { ...environment };
      dynamoDb.will((socket, received) => {
        env['AWS_SESSION_TOKEN'] = 'renewed';
        refuses(type)(socket, received);
      }, finds);
      expect((await clientOf(dynamoDb.url, { env }).batchGet(keys, inTime())).size).toBe(2);
      expect(dynamoDb.received[1]?.headers['x-amz-security-token']).toBe('renewed');

      dynamoDb.will(refuses(type));
      const refused = clientOf(dynamoDb.url, { env }).batchGet(keys, inTime());
      await expect(refused).rejects.toMatchObject({ reason: 'credentials', type });
      expect(dynamoDb.received).toHaveLength(1);
    },
  );

  test.each([
    { AWS_SECRET_ACCESS_KEY: undefined },
    { AWS_ACCESS_KEY_ID: '' },
    { AWS_SESSION_TOKEN: `${secrets.token}\r\nx-injected: 1` },
  ])('that cannot be are an error before any request: %j', async (more) => {
    dynamoDb.will(finds);
    const reading = clientOf(dynamoDb.url, { env: { ...environment, ...more } }).batchGet(keys, inTime());
    await expect(reading).rejects.toMatchObject({ reason: 'misconfigured' });
    await expect(reading).rejects.not.toThrow(secrets.token);
    expect(dynamoDb.received).toEqual([]);
  });
});
