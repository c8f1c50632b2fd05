import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { Problem } from '../../lambdas/domain/problem.ts';
import { recordUsage } from '../../lambdas/gateway/record-usage.ts';
import { clockAt, noon, type SettableClock } from '../support/memory-ports.ts';

let clock: SettableClock;
let lines: { code: string; repeated?: number }[];
let refuse: (code: 'IP_NOT_ALLOWED' | 'RATE_LIMITED', keyPrefix?: string) => void;
const write = process.stdout.write.bind(process.stdout);

beforeEach(() => {
  clock = clockAt(noon);
  lines = [];
  process.stdout.write = (text: string | Uint8Array) => {
    lines.push(JSON.parse(String(text)).usage);
    return true;
  };
  const { onError } = recordUsage(clock.now);
  refuse = (code, keyPrefix = 'lk_A1b2C3d') => {
    const authorizer = { apiKeyId: '3f0c0000-0000-4000-a000-000000000000', keyPrefix };
    const identity = { sourceIp: '203.0.113.7', userAgent: 'curl/8' };
    const requestContext = { authorizer, identity, requestId: 'request-1', requestTimeEpoch: noon };
    const event = {
      httpMethod: 'GET',
      resource: '/v1/me',
      requestContext,
    } as unknown as APIGatewayProxyEvent;
    const error = new Problem(code);
    const response = { statusCode: error.status, body: '' };
    void onError?.({
      event,
      response,
      error,
      context: {} as Context,
      earlyResponse: undefined,
      internal: {},
    });
  };
});
afterEach(() => {
  process.stdout.write = write;
});

test('calls from a wrong address share a line in ten seconds, for each secret', () => {
  for (let call = 0; call < 30; call += 1) {
    clock.set(noon + call * 500);
    refuse('IP_NOT_ALLOWED');
  }
  refuse('IP_NOT_ALLOWED', 'lk_Z9y8X7w');
  expect(lines.map(({ repeated }) => repeated)).toEqual([undefined, 19, undefined]);
});

test('calls over the limit have a line each', () => {
  for (let call = 0; call < 3; call += 1) refuse('RATE_LIMITED');
  expect(lines.map(({ code, repeated }) => [code, repeated])).toEqual(
    Array.from({ length: 3 }, () => ['RATE_LIMITED', undefined]),
  );
});
