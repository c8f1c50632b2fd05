import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '../../local/cognito/accounts.ts';
import { startCognitoEndpoint } from '../../local/cognito/cognito-endpoint.ts';
import { defaultInvitation } from '../../local/cognito/invitation-mail.ts';
import type { HiddenServer } from '../../local/http/hidden-server.ts';
import type { UserPool } from '../../local/issuer/user-pool.ts';
import { writeAtomically } from '../../local/storage/atomic-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-cognito-'));
const { createMakeAccount } = await import('../../lambdas/functions/directory/cognito-accounts.ts');
let server: HiddenServer;
beforeAll(async () => {
  const poolOf = (id: string, html: string): [string, UserPool] => [
    id,
    { id, tokenTrigger: null, clients: [], invitation: { ...defaultInvitation, html } },
  ];
  const pools = new Map([
    poolOf('us-east-1_local', 'For {username}: {####}'),
    poolOf('us-east-1_silent', 'Welcome, {username}'),
  ]);
  server = await startCognitoEndpoint(pools, {
    accounts: new Accounts(join(folder, 'accounts.json')),
    keepMail: (name, content) => writeAtomically(join(folder, 'mail', `${name}.eml`), content),
  });
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: server.url,
  });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

test('the function’s own client makes an account once, in any case, and one mail of it', async () => {
  const makeAccount = createMakeAccount('us-east-1_local');
  const outcomes = await Promise.all(['ada@example.com', 'ADA@example.com'].map(makeAccount));
  expect(outcomes.toSorted()).toEqual(['existing', 'sent']);
  expect(await makeAccount('bob@example.com')).toBe('sent');
  const mails = readdirSync(join(folder, 'mail')).map((name) =>
    readFileSync(join(folder, 'mail', name), 'utf8'),
  );
  expect(mails).toHaveLength(2);
  expect(mails.filter((text) => /\r\n\r\nFor bob@example\.com: \S{12}\r\n$/.test(text))).toHaveLength(1);
});

test('without a place for the password there is an account, and no mail', async () => {
  expect(await createMakeAccount('us-east-1_silent')('silent@example.com')).toBe('sent');
  const mails = readdirSync(join(folder, 'mail')).map((name) =>
    readFileSync(join(folder, 'mail', name), 'utf8'),
  );
  expect(mails.filter((text) => text.includes('silent@example.com'))).toEqual([]);
});

test('what Cognito refuses is refused', async () => {
  for (const address of ['not-an-email', `${'a'.repeat(120)}@example.com`])
    expect(await createMakeAccount('us-east-1_local')(address)).toBe('address refused');
  await expect(createMakeAccount('us-east-1_other')('eve@example.com')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 400 },
  });
});

test.each([
  ['', `1 validation error detected: Value '' at 'username' failed to satisfy constraint`],
  ['ada', 'Username should be an email.'],
  ['eve@example.com', 'User email should be empty or same as username, since username attribute is email'],
])('refused with Cognito’s own words: %j', async (Username, message) => {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser' },
    body: JSON.stringify({
      UserPoolId: 'us-east-1_local',
      Username,
      UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  });
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { __type: 'InvalidParameterException', message: expect.stringContaining(message) },
  ]);
});
