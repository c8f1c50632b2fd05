import { createHash, createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Credentials } from '../../../lambdas/verdict/dynamodb/credentials.ts';
import { createSigner } from '../../../lambdas/verdict/dynamodb/signer.ts';

const region = 'eu-central-1';
const host = `dynamodb.${region}.amazonaws.com`;
const target = 'DynamoDB_20120810.BatchGetItem';
const contentType = 'application/x-amz-json-1.0';
const body = '{"name":"Zoë 🔑"}';
const nowMs = Date.parse('2027-06-15T23:59:59.999Z');

const lasting: Credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
};
const temporary: Credentials = { ...lasting, sessionToken: 'IQoJb3JpZ2luX2VjEHo+/token==' };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const keyOf = (secret: string, ...parts: string[]) =>
  [...parts, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer;

/** The steps of AWS's documentation, one after the other. */
function signatureByTheBook({ secretAccessKey, sessionToken }: Credentials, timestamp: string): string {
  const headers = [
    ['content-type', contentType],
    ['host', host],
    ['x-amz-date', timestamp],
    ...(sessionToken === null ? [] : [['x-amz-security-token', sessionToken]]),
    ['x-amz-target', target],
  ];
  const canonical = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const names = headers.map(([name]) => name).join(';');
  const request = ['POST', '/', '', canonical, names, sha256(body)].join('\n');
  const day = timestamp.slice(0, 8);
  const scope = `${day}/${region}/dynamodb/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(request)].join('\n');
  return hmac(keyOf(secretAccessKey, day, region, 'dynamodb'), toSign).toString('hex');
}

test("the book's way of deriving a key, and of signing with it, gives what AWS's own example gives", () => {
  const key = keyOf(lasting.secretAccessKey, '20150830', 'us-east-1', 'iam');
  expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
  const toSign = [
    'AWS4-HMAC-SHA256',
    '20150830T123600Z',
    '20150830/us-east-1/iam/aws4_request',
    'f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59',
  ].join('\n');
  expect(hmac(key, toSign).toString('hex')).toBe(
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

describe.each([
  ['lasting', lasting],
  ['temporary', temporary],
])('with %s credentials', (_, credentials) => {
  test('a request is signed by the book', () => {
    const sign = createSigner({ host, region });
    for (const [timeMs, timestamp] of [
      [nowMs, '20270615T235959Z'],
      [nowMs + 1, '20270616T000000Z'],
      [nowMs + 500, '20270616T000000Z'],
      [nowMs, '20270615T235959Z'],
    ] as const) {
      const headers = sign({ target, body }, credentials, timeMs);
      expect(headers['x-amz-date']).toBe(timestamp);
      expect(headers['authorization']).toMatch(`Signature=${signatureByTheBook(credentials, timestamp)}`);
    }
  });

  test('it is signed as the AWS SDK signs it', async () => {
    const { sessionToken, ...key } = credentials;
    const sdk = new DynamoDBClient({
      region,
      credentials: sessionToken === null ? key : { ...key, sessionToken },
    });
    const properties = { signingRegion: region, signingName: 'dynamodb' };
    const signer = await (sdk.config as any).signer({ name: 'sigv4', ...properties, properties: {} });
    const request = {
      method: 'POST',
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: {},
      headers: { host, 'content-type': contentType, 'x-amz-target': target },
      body,
    };
    const unsignableHeaders = new Set(['x-amz-content-sha256']);
    const signed = await signer.sign(request, { signingDate: new Date(nowMs), unsignableHeaders });
    const headers = createSigner({ host, region })({ target, body }, credentials, nowMs);
    expect(headers['authorization']).toBe(signed.headers.authorization);
    expect(headers['x-amz-security-token']).toBe(sessionToken ?? undefined);
  });
});

test('other credentials count at once', () => {
  const sign = createSigner({ host, region });
  const signatureOf = (credentials: Credentials) =>
    sign({ target, body }, credentials, nowMs)['authorization'];
  const other = { ...lasting, secretAccessKey: 'another' };
  expect(new Set([lasting, other, temporary, lasting].map(signatureOf)).size).toBe(3);
  expect(signatureOf(other)).toMatch(signatureByTheBook(other, '20270615T235959Z'));
});
