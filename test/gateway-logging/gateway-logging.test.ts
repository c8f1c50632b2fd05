import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { makeHandler } from '../../lambdas/functions/gateway-logging/index.ts';

const ours = 'arn:aws:iam::111122223333:role/latchkey-api-ApiLoggingCloudWatchRole';
const theirs = 'arn:aws:iam::111122223333:role/team-logs';

/** API Gateway's account, and the presigned address where CloudFormation waits. */
let server: Server;
let url: string;
let role: string | undefined;
let refusals: string[];
let updates: unknown[];
let answers: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[];
let answerStatuses: number[];
let waits: number[];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/account' && request.method === 'GET') {
      response.end(JSON.stringify({ cloudwatchRoleArn: role, throttleSettings: {} }));
    } else if (request.url === '/account' && request.method === 'PATCH') {
      updates.push(JSON.parse(body));
      const refusal = refusals.shift();
      if (refusal === undefined) role = JSON.parse(body).patchOperations[0].value;
      else response.writeHead(400, { 'x-amzn-ErrorType': refusal });
      response.end(
        JSON.stringify({ message: 'The role ARN does not have required permissions configured.' }),
      );
    } else {
      answers.push({ headers: request.headers, body: JSON.parse(body) });
      response.writeHead(answerStatuses.shift() ?? 200).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  role = undefined;
  [refusals, updates, answers, answerStatuses, waits] = [[], [], [], [], []];
});

const stack = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/latchkey-api/0a1b2c';

function request(RequestType: 'Create' | 'Update' | 'Delete', roleArn = ours) {
  return {
    RequestType,
    ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:latchkey-api-ApiLoggingFunction',
    ResponseURL: `${url}/presigned?X-Amz-Signature=abc`,
    StackId: stack,
    RequestId: '5c9f9f6a-3f7f-4f8b-9f57-1f2f6c1c7f10',
    LogicalResourceId: 'ApiLogging0A1B',
    ResourceType: 'Custom::GatewayLogging',
    ResourceProperties: { ServiceToken: 'arn', RoleArn: roleArn },
    ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'gateway-logging' }),
    ...(RequestType === 'Update' ? { OldResourceProperties: { RoleArn: 'old' } } : {}),
  } as unknown as CloudFormationCustomResourceEvent;
}

async function handle(event: CloudFormationCustomResourceEvent): Promise<void> {
  const client = new APIGatewayClient({
    region: 'eu-west-1',
    endpoint: url,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-key' },
  });
  await makeHandler({ client, wait: async (ms) => void waits.push(ms) })(event);
}

const success = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'gateway-logging',
  StackId: stack,
  RequestId: '5c9f9f6a-3f7f-4f8b-9f57-1f2f6c1c7f10',
  LogicalResourceId: 'ApiLogging0A1B',
};

test.each(['Create', 'Update'] as const)('%s sets the role where the account has none', async (type) => {
  await handle(request(type));
  expect(role).toBe(ours);
  expect(updates).toEqual([
    { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: ours }] },
  ]);
  expect(answers.map(({ body }) => body)).toEqual([success]);
  expect(answers[0]?.headers['content-type']).toBe('');
});

test.each(['Create', 'Update'] as const)('%s leaves the role that is there', async (type) => {
  role = theirs;
  await handle(request(type));
  expect([role, updates]).toEqual([theirs, []]);
  expect(answers.map(({ body }) => body)).toEqual([success]);
});

test('Delete does nothing, since other APIs may log with the role', async () => {
  role = ours;
  await handle(request('Delete'));
  expect([role, updates]).toEqual([ours, []]);
  expect(answers.map(({ body }) => body)).toEqual([success]);
});

test('it tries again until IAM has settled, no more often than API Gateway admits', async () => {
  refusals = ['BadRequestException', 'TooManyRequestsException', 'ConflictException'];
  await handle(request('Create'));
  expect(role).toBe(ours);
  expect(waits).toEqual([21_000, 21_000, 21_000]);
  expect(answers.map(({ body }) => body)).toEqual([success]);
});

test('a role that somebody sets meanwhile stays', async () => {
  refusals = ['BadRequestException'];
  const event = request('Create');
  const client = new APIGatewayClient({
    region: 'eu-west-1',
    endpoint: url,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-key' },
  });
  const wait = async () => {
    role = theirs;
  };
  await makeHandler({ client, wait })(event);
  expect([role, updates.length]).toEqual([theirs, 1]);
  expect(answers.map(({ body }) => body)).toEqual([success]);
});

test.each([
  ['one that lasts', Array<string>(9).fill('BadRequestException'), 6],
  ['one that waiting does not mend', ['AccessDeniedException'], 1],
])('a refusal, %s, fails the deployment with its text', async (_, given, tried) => {
  refusals = given;
  await handle(request('Create'));
  expect(updates).toHaveLength(tried);
  const { Reason, ...answer } = answers[0]?.body ?? {};
  expect(answer).toEqual({ ...success, Status: 'FAILED' });
  expect(Reason).toBe('The role ARN does not have required permissions configured.');
});

test('an answer that does not arrive is sent again, and its address stands in no error', async () => {
  answerStatuses = [503, 500];
  await handle(request('Create'));
  expect(answers).toHaveLength(3);
  answerStatuses = Array<number>(9).fill(403);
  await expect(handle(request('Create'))).rejects.toThrow(/^CloudFormation could not be answered: 403$/);
});
