import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeAccount, roomyAccount } from './fake-account.ts';

const account = new FakeAccount();
const home = mkdtempSync(join(tmpdir(), 'latchkey-preflight-'));
let endpoint: string;

beforeAll(async () => {
  endpoint = await account.start();
});

beforeEach(() => {
  account.state = roomyAccount();
});

afterAll(async () => {
  rmSync(home, { recursive: true });
  await account.stop();
});

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'a-secret-key',
  AWS_SESSION_TOKEN: 'a-secret-token',
};

test('every shortage at once is named with its remedy, and the exit code is 1', async () => {
  account.state = {
    ...roomyAccount(),
    concurrency: { total: 10, unreserved: 10 },
    throttle: { rateLimit: 2500, burstLimit: 1250 },
    cloudWatchRoleArn: 'arn:aws:iam::111122223333:role/team-logs',
    stacks: { 'latchkey-api': { status: 'UPDATE_ROLLBACK_FAILED' } },
    logGroups: {
      '/latchkey/audit': { isProtected: true },
      '/latchkey/functions': {},
      '/latchkey/access': {},
    },
    tableQuotas: { reads: 5000, writes: 5000 },
  };
  const { exitCode, stdout, stderr } = await run([], { AWS_REGION: 'eu-west-1', ...credentials });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  const lines = stdout.trim().split('\n');
  const shortages = lines.filter((line) => line.startsWith('short'));
  const subjects = [
    "CDK's bootstrap stack CDKToolkit is not",
    'The stack latchkey-api is UPDATE_ROLLBACK_FAILED',
    'The log group /latchkey/audit is there',
    'The log group /latchkey/functions is there',
    'The log group /latchkey/access is there',
    'API Gateway lets 2,500 calls a second',
    'Lambda has 10 units of concurrency',
    'DynamoDB gives the table Credentials 5,000 reads',
  ];
  expect(shortages).toEqual(subjects.map((subject) => expect.stringContaining(`short    ${subject}`)));
  expect(lines.filter((line) => line.startsWith('         Remedy: '))).toHaveLength(shortages.length);
  expect(lines.at(-1)).toBe('8 of 10 will not fit.');
});

test('an account with room: exit code 0', async () => {
  const { exitCode, stdout } = await run([], { AWS_DEFAULT_REGION: 'us-east-2', ...credentials });
  expect(stdout).toContain('Account 111122223333, region us-east-2, deployment latchkey\n');
  expect(stdout).toContain('Nothing stands in the way.\n');
  expect(exitCode).toBe(0);
});

test('values of the command line are those of the deployment', async () => {
  const args = ['-c', 'deploymentName=acme', '--context', 'adminEmail=ada@example.com'];
  const { exitCode, stdout } = await run(args, { AWS_REGION: 'eu-west-1', ...credentials });
  expect(stdout).toContain('deployment acme\n');
  expect(stdout).toContain('/acme/audit');
  expect(exitCode).toBe(0);
});

test.each([
  [
    'no credentials',
    [],
    { AWS_REGION: 'eu-west-1' },
    'No AWS credentials: sign in (aws sso login, aws configure), or set AWS_PROFILE\n',
  ],
  ['no region', [], { ...credentials }, 'No region: set AWS_REGION, or a region in the AWS profile\n'],
  [
    'no network',
    [],
    {
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_MAX_ATTEMPTS: '1',
      ...credentials,
    },
    'AWS could not be reached (ECONNREFUSED)\n',
  ],
  [
    'a profile that is not there',
    [],
    { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'nobody' },
    'No AWS credentials: sign in (aws sso login, aws configure), or set AWS_PROFILE\n',
  ],
  [
    'an unknown option',
    ['--everything'],
    { AWS_REGION: 'eu-west-1', ...credentials },
    "Unknown option '--everything'\nUsage: npm run preflight -- [-c key=value …], with the values that cdk deploy is " +
      'to be given\n',
  ],
  ['half a pair', ['-c', 'deploymentName'], {}, 'Not a key=value pair: deploymentName\n'],
  [
    'a wrong configuration',
    ['-c', 'deploymentName=Acme!'],
    {},
    'context "deploymentName": must match ^[a-z][a-z0-9-]{0,30}$\n',
  ],
])('%s is one clear message, and exit code 2', async (_name, args, env, message) => {
  expect(await run(args, env)).toEqual({ exitCode: 2, stdout: '', stderr: message });
});

test('credentials that AWS refuses are named, and never told', async () => {
  account.state.denied = ['GetCallerIdentity'];
  const { exitCode, stdout, stderr } = await run([], { AWS_REGION: 'eu-west-1', ...credentials });
  expect(stderr).toBe('AWS does not accept these credentials (AccessDenied): sign in again\n');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
});

/** The program as `npm run preflight` starts it, without this machine's AWS settings. */
function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const program = join(import.meta.dirname, '../../scripts/preflight/main.ts');
  const options = {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: endpoint,
      ...env,
    },
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
