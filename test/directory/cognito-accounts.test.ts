import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const { createMakeAccount } = await import('../../lambdas/functions/directory/cognito-accounts.ts');

/** What Cognito answers next. */
let answer: { readonly status: number; readonly type: string; readonly message: string };
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const { status, type, message } = answer;
    response
      .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify({ __type: type, message }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const outcomeOf = async (type: string, message: string, status = 400) => {
  answer = { status, type, message };
  return createMakeAccount('us-east-1_pool')('ada@example.com');
};

test.each([
  ['UsernameExistsException', 'An account with the given email already exists.', 'existing'],
  ['UsernameExistsException', 'User account already exists', 'existing'],
  ['InvalidParameterException', 'Username should be an email.', 'address refused'],
  ['InvalidParameterException', 'Invalid email address format.', 'address refused'],
  [
    'InvalidParameterException',
    `1 validation error detected: Value 'a' at 'username' failed to satisfy constraint: Member must satisfy …`,
    'address refused',
  ],
  ['LimitExceededException', 'Exceeded daily email limit for the operation or the account.', 'limit reached'],
])('%s, %j: %s', async (type, message, outcome) => {
  expect(await outcomeOf(type, message)).toBe(outcome);
});

test.each([
  ['InvalidParameterException', 'Attributes did not conform to the schema: name: The attribute is required'],
  [
    'InvalidParameterException',
    'Cognito received the following error from Amazon SES when attempting to send email: …',
  ],
  [
    'InvalidParameterException',
    'User email should be empty or same as username, since username attribute is email',
  ],
  [
    'InvalidParameterException',
    `1 validation error detected: Value 'pool' at 'userPoolId' failed to satisfy constraint: …`,
  ],
  ['CodeDeliveryFailureException', 'Invalid email provided/Unable to send the email'],
  ['NotAuthorizedException', 'not allowed'],
  ['ResourceNotFoundException', 'User pool us-east-1_pool does not exist.'],
])('%s, %j: nothing that the address is to blame for', async (type, message) => {
  await expect(outcomeOf(type, message)).rejects.toMatchObject({
    name: type,
    $metadata: { httpStatusCode: 400 },
  });
});
