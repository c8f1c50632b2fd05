import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { connectDynamoDb } from '../../../lambdas/verdict/dynamodb/index.ts';
import { resolveEndpoint, resolveRegion } from '../../../lambdas/verdict/dynamodb/endpoint.ts';
import { inTime } from './stand-in.ts';

const region = 'eu-central-1';
const misconfigured = expect.objectContaining({ reason: 'misconfigured' });

test.each([
  'us-east-1',
  'eu-central-1',
  'ap-southeast-7',
  'mx-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'us-isof-south-1',
  'eu-isoe-west-1',
])('the endpoint of %s is the one that the AWS SDK finds', (region) => {
  const { endpointProvider } = new DynamoDBClient({ region }).config;
  const { url } = endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
  expect(resolveEndpoint({}, region)).toEqual({
    isSecure: true,
    hostname: url.hostname,
    port: 443,
    host: url.hostname,
  });
});

test('the environment names another, for DynamoDB before that for all', () => {
  const all = { AWS_ENDPOINT_URL: 'http://localhost:8000' };
  expect(resolveEndpoint(all, region)).toEqual({
    isSecure: false,
    hostname: 'localhost',
    port: 8000,
    host: 'localhost:8000',
  });
  const own = { ...all, AWS_ENDPOINT_URL_DYNAMODB: 'https://[::1]/' };
  expect(resolveEndpoint(own, region)).toEqual({
    isSecure: true,
    hostname: '::1',
    port: 443,
    host: '[::1]',
  });
});

test.each([
  { AWS_ENDPOINT_URL: 'localhost' },
  { AWS_ENDPOINT_URL: 'ftp://localhost' },
  { AWS_ENDPOINT_URL: 'http://localhost/dynamodb' },
  { AWS_ENDPOINT_URL: 'http://user@localhost' },
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'TRUE' },
])('what cannot be served is said: %j', (env) => {
  expect(() => resolveEndpoint(env, region)).toThrow(misconfigured);
});

test('endpoints of other kinds may be turned off', () => {
  expect(resolveEndpoint({ AWS_USE_FIPS_ENDPOINT: 'false' }, region)).toMatchObject({ isSecure: true });
});

test('the region comes from the environment, and must be one', () => {
  expect(resolveRegion({ AWS_DEFAULT_REGION: region })).toBe(region);
  expect(resolveRegion({ AWS_DEFAULT_REGION: 'us-east-1', AWS_REGION: region })).toBe(region);
  expect(() => resolveRegion({})).toThrow(misconfigured);
  expect(() => resolveRegion({ AWS_REGION: 'example.com/' })).toThrow(misconfigured);
});

test('a client is made without credentials, which its first call then misses', async () => {
  const client = connectDynamoDb('Credentials', { AWS_REGION: region });
  await expect(client.batchGet([{ pk: 'C#1' }], inTime())).rejects.toMatchObject({
    reason: 'misconfigured',
    message: 'AWS_ACCESS_KEY_ID is not set',
  });
  expect(() => connectDynamoDb('Credentials', {})).toThrow(misconfigured);
});
