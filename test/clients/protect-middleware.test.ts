import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { protectMiddleware } from '../../clients/typescript/src/lambda.ts';
import { captureConsoleErrors } from './console-errors.ts';
import { judged, limited, restEvent } from './proxy-events.ts';

captureConsoleErrors();

/** As other middlewares add headers to answers and to errors. */
const cors = {
  after: ({ response }: middy.Request) => void (response.headers = { ...response.headers, Vary: 'Origin' }),
  onError: ({ response }: middy.Request) => {
    if (response) response.headers = { ...response.headers, Vary: 'Origin' };
  },
};

function handlerOf(answer: (userId: string | undefined) => APIGatewayProxyResult) {
  const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(cors)
    .use(protectMiddleware())
    .handler(async (event) => {
      expect(Object.keys(event.headers)).toEqual(['Accept']);
      return answer(event.principal?.userId);
    });
  return async (authorizer: object | undefined) =>
    handler(restEvent(authorizer) as Parameters<typeof handler>[0], { awsRequestId: 'lambda-1' } as Context);
}

const told = { RateLimit: '"free";r=0;t=35', 'RateLimit-Policy': '"free";q=100;w=60' };

test('a handler is told who calls, and a limited key its limit', async () => {
  const call = handlerOf((userId) => ({ statusCode: 200, body: String(userId) }));
  expect(await call(limited)).toEqual({
    statusCode: 200,
    body: 'ci-bot@example.com',
    headers: { Vary: 'Origin', ...told },
  });
});

test.each([
  [{ ...limited, code: 'RATE_LIMITED', retryAfter: '1' }, 429, { 'Retry-After': '1', ...told }],
  [{ ...judged, code: 'INSUFFICIENT_PERMISSIONS' }, 403, {}],
  [undefined, 500, {}],
])('a refusal keeps the handler from running, and has the headers of other middlewares', async (...row) => {
  const [authorizer, status, headers] = row;
  const call = handlerOf(() => {
    throw new Error('must not run');
  });
  const answer = await call(authorizer);
  expect(answer).toMatchObject({ statusCode: status, headers: { Vary: 'Origin', ...headers } });
});

test('errors of the handler are left to others', async () => {
  const call = handlerOf(() => {
    throw new Error('out of orders');
  });
  await expect(call(limited)).rejects.toThrow('out of orders');
});

test('an answer to an error of the handler tells the limit as well', async () => {
  const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(protectMiddleware())
    .onError((request) => void (request.response = { statusCode: 502, body: '' }))
    .handler(async () => {
      throw new Error('out of orders');
    });
  const event = restEvent(limited) as Parameters<typeof handler>[0];
  expect(await handler(event, {} as Context)).toEqual({ statusCode: 502, body: '', headers: told });
});
