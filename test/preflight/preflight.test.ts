import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preflight } from '../../scripts/preflight/preflight.ts';
import { FakeAccount, roomyAccount } from './fake-account.ts';
import { shortages } from './shortages.ts';

const account = new FakeAccount();
const folder = mkdtempSync(join(tmpdir(), 'latchkey-preflight-'));

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await account.start(),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'a-secret-key',
    AWS_SESSION_TOKEN: 'a-secret-token',
  });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await account.stop();
});

test.each(Object.entries(shortages))('%s is named, alone, with its remedy', async (_name, shortage) => {
  account.state = roomyAccount();
  shortage.plant?.(account.state);
  const { lines, exitCode } = await preflight(
    shortage.args ?? [],
    process.env,
    cdkJson(shortage.configuration),
  );
  const at = lines.findIndex((line) => line.startsWith('short'));
  expect(lines[at]).toBe(`short    ${shortage.says}`);
  expect(lines[at + 1]).toBe(`         Remedy: ${shortage.remedy}`);
  expect(lines.filter((line) => line.startsWith('short'))).toHaveLength(1);
  expect(lines.at(-1)).toMatch(/^1 of \d+ will not fit\.$/);
  expect(exitCode).toBe(1);
});

test('an account with room is told so, check by check', async () => {
  account.state = roomyAccount();
  const { lines, exitCode } = await preflight([], process.env);
  expect(lines).toEqual([
    'Account 111122223333, region eu-west-1, deployment latchkey',
    "ok       CDK's bootstrap stack CDKToolkit has version 28, and 6 is needed.",
    'ok       No stack of this deployment is there yet.',
    "ok       The log groups' names are free: /latchkey/audit, /latchkey/functions, /latchkey/access, /latchkey/identity.",
    'ok       API Gateway has no CloudWatch role here yet, and gets one.',
    'ok       API Gateway lets 10,000 calls a second (burst 5,000) into all APIs of the account in this region; throttle ' +
      'asks for 5,000 (burst 2,500).',
    'ok       Lambda has 1,000 units of concurrency here, 1,000 of them free: that admits 5,000 calls a second (2 ' +
      'functions a call, 10 requests a second a unit), and throttle.rateLimit lets 5,000 in.',
    "ok       authorizerReservedConcurrency is not set, so other functions of the account can take the authorizer's " +
      'share: 500 would keep 5,000 verdicts a second for it.',
    'ok       DynamoDB gives the table Credentials 12,000 reads a second at once and any table 40,000 at most; a full ' +
      'stage takes 10,000 (2 a verdict).',
    'Nothing stands in the way.',
  ]);
  expect(exitCode).toBe(0);
});

test('what a running deployment has is its own, and a logging role serves whoever it is of', async () => {
  account.state = {
    ...roomyAccount(),
    concurrency: { total: 1000, unreserved: 500 },
    cloudWatchRoleArn: 'arn:aws:iam::111122223333:role/team-logs',
    logGroups: {
      '/latchkey/audit': { stack: 'latchkey-data', isProtected: true },
      '/latchkey/audit-of-others': {},
    },
    tableQuotas: { reads: null, writes: null },
  };
  for (const part of ['data', 'api'])
    account.state.stacks[`latchkey-${part}`] = { status: 'UPDATE_COMPLETE' };
  const path = cdkJson({ authorizerReservedConcurrency: 500 });
  const { lines, exitCode } = await preflight([], process.env, path);
  expect(lines).toContain(
    'ok       API Gateway logs with the role arn:aws:iam::111122223333:role/team-logs.',
  );
  expect(lines).toContain(
    'ok       The log groups that are there belong to this deployment: /latchkey/audit.',
  );
  expect(lines).toContain(
    'ok       Can be deployed to: latchkey-data (UPDATE_COMPLETE), latchkey-api (UPDATE_COMPLETE).',
  );
  expect(lines).toContain(
    'ok       authorizerReservedConcurrency takes 500 of 1,000 units of concurrency that are free, and Lambda keeps 100 ' +
      'unreserved.',
  );
  expect(exitCode).toBe(0);
});

test.each([
  ['GetAccountSettings', "Lambda's concurrency", 'lambda:GetAccountSettings'],
  ['GetAccount', "API Gateway's throttle and CloudWatch role", 'apigateway:GET on /account'],
  ['GetServiceQuota', "The throughput of DynamoDB's tables", 'servicequotas:GetServiceQuota'],
  [
    'DescribeLogGroups',
    'The names of the log groups',
    'logs:DescribeLogGroups or cloudformation:DescribeStackResources',
  ],
])('without the permission for %s the rest is checked', async (operation, subject, permission) => {
  account.state = { ...roomyAccount(), denied: [operation] };
  const { lines, exitCode } = await preflight([], process.env);
  expect(lines).toContain(`unknown  ${subject} could not be checked: ${permission} is not allowed.`);
  expect(lines.at(-1)).toBe('Nothing stands in the way; 1 could not be checked.');
  expect(lines.join('\n')).not.toContain('secret');
  expect(exitCode).toBe(0);
});

test('nothing is asked for that could create or change anything', () => {
  expect(account.asked.length).toBeGreaterThan(100);
  expect(account.asked.filter((operation) => !/^(Get|Describe)/.test(operation))).toEqual([]);
});

/** A cdk.json beside ours, with other values. */
function cdkJson(changes: Readonly<Record<string, unknown>> = {}): string {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
  Object.assign(file.context.latchkey, changes);
  const path = join(folder, 'cdk.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}
