import type { AccountState } from './fake-account.ts';

/** One shortage, planted alone: in the account, in the configuration, or between them. */
interface Shortage {
  readonly plant?: (state: AccountState) => void;
  readonly args?: readonly string[];
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly says: string;
  readonly remedy: string;
}

export const shortages: Readonly<Record<string, Shortage>> = {
  "a new account's concurrency": {
    plant: (state) => {
      state.concurrency = { total: 10, unreserved: 10 };
    },
    says:
      'Lambda has 10 units of concurrency here, 10 of them free: that admits 50 calls a second (2 functions a call, ' +
      '10 requests a second a unit), and throttle.rateLimit lets 5,000 in: the rest would be answered 503.',
    remedy:
      'Ask Service Quotas for 1,000 of "Concurrent executions" (Lambda, L-B99A9384). ' +
      'Or set throttle.rateLimit to 50 in cdk.json.',
  },
  'concurrency that others have reserved': {
    plant: (state) => {
      state.concurrency = { total: 1000, unreserved: 400 };
    },
    says:
      'Lambda has 1,000 units of concurrency here, 400 of them free: that admits 2,000 calls a second (2 functions a ' +
      'call, 10 requests a second a unit), and throttle.rateLimit lets 5,000 in: the rest would be answered 503.',
    remedy:
      'Ask Service Quotas for 1,600 of "Concurrent executions" (Lambda, L-B99A9384). ' +
      'Or set throttle.rateLimit to 2000 in cdk.json.',
  },
  'a reservation that leaves too little': {
    configuration: { authorizerReservedConcurrency: 950, throttle: { rateLimit: 500, burstLimit: 250 } },
    says:
      'authorizerReservedConcurrency takes 950 of 1,000 units of concurrency that are free, and Lambda keeps 100 ' +
      'unreserved: it would refuse the function.',
    remedy:
      'Set it to 900 at most in cdk.json. ' +
      'Or ask Service Quotas for 1,050 of "Concurrent executions" (Lambda, L-B99A9384).',
  },
  'a reservation for protected APIs that leaves too little': {
    configuration: {
      gatewayAuthorizerReservedConcurrency: 950,
      throttle: { rateLimit: 250, burstLimit: 125 },
    },
    says:
      'gatewayAuthorizerReservedConcurrency takes 950 of 1,000 units of concurrency that are free, and Lambda keeps 100 ' +
      'unreserved: it would refuse the function.',
    remedy:
      'Set it to 900 at most in cdk.json. ' +
      'Or ask Service Quotas for 1,050 of "Concurrent executions" (Lambda, L-B99A9384).',
  },
  'reservations that leave too little together': {
    configuration: {
      authorizerReservedConcurrency: 850,
      gatewayAuthorizerReservedConcurrency: 100,
      throttle: { rateLimit: 500, burstLimit: 250 },
    },
    says:
      'authorizerReservedConcurrency takes 850 of 900 units of concurrency that are free, and Lambda keeps 100 ' +
      'unreserved: it would refuse the function.',
    remedy:
      'Set it to 800 at most in cdk.json. ' +
      'Or ask Service Quotas for 1,050 of "Concurrent executions" (Lambda, L-B99A9384).',
  },
  'a reservation that holds the authorizer back': {
    configuration: { authorizerReservedConcurrency: 20 },
    says:
      'Lambda has 1,000 units of concurrency here, 1,000 of them free: that admits 200 calls a second (2 functions a ' +
      'call, 10 requests a second a unit), and throttle.rateLimit lets 5,000 in: the rest would be answered 503.',
    remedy: 'Set authorizerReservedConcurrency to 500. Or set throttle.rateLimit to 200 in cdk.json.',
  },
  'a region with a lower throttle': {
    plant: (state) => {
      state.throttle = { rateLimit: 2500, burstLimit: 1250 };
    },
    says:
      'API Gateway lets 2,500 calls a second (burst 1,250) into all APIs of the account in this region; throttle asks ' +
      'for 5,000 (burst 2,500).',
    remedy:
      'Ask Service Quotas for 5,000 of "Throttle rate" (API Gateway, L-8A5B8E43), or set throttle.rateLimit to 2500 in ' +
      "cdk.json. Set throttle.burstLimit to 1250: AWS derives the account's from its rate.",
  },
  'no CloudWatch role, and none wanted': {
    args: ['-c', 'gatewayCloudWatchRole=false'],
    says: 'API Gateway has no CloudWatch role here, and a stage with an access log cannot be created without.',
    remedy: 'Set gatewayCloudWatchRole to true in cdk.json.',
  },
  'an audit log that was kept': {
    plant: (state) => {
      state.logGroups['/latchkey/audit'] = { isProtected: true };
    },
    says:
      'The log group /latchkey/audit is there, kept from an earlier deployment perhaps, and latchkey-data cannot create ' +
      'it again.',
    remedy:
      'Export what it holds and delete it (aws logs put-log-group-deletion-protection --log-group-identifier ' +
      '/latchkey/audit --no-deletion-protection-enabled && aws logs delete-log-group --log-group-name /latchkey/audit), ' +
      'take it over (npx cdk import latchkey-data), or choose another deploymentName in cdk.json.',
  },
  'an audit log that a failed first deployment left': {
    plant: (state) => {
      state.stacks['latchkey-data'] = { status: 'ROLLBACK_COMPLETE' };
      state.logGroups['/latchkey/audit'] = { stack: 'latchkey-data', resourceStatus: 'DELETE_SKIPPED' };
    },
    says:
      'The log group /latchkey/audit is there, kept from an earlier deployment perhaps, and latchkey-data cannot create ' +
      'it again.',
    remedy:
      'Export what it holds and delete it (aws logs delete-log-group --log-group-name /latchkey/audit), take it over ' +
      '(npx cdk import latchkey-data), or choose another deploymentName in cdk.json.',
  },
  'a log group of another stack': {
    plant: (state) => {
      state.logGroups['/latchkey/access'] = { stack: 'shop' };
    },
    says: 'The log group /latchkey/access belongs to the stack shop, and latchkey-data cannot create it again.',
    remedy:
      'Take it out of that stack and into this one (docs/upgrading.md), or choose another deploymentName in ' +
      'cdk.json.',
  },
  "an account without CDK's bootstrap": {
    plant: (state) => {
      delete state.stacks['CDKToolkit'];
    },
    says: "CDK's bootstrap stack CDKToolkit is not in this account and region.",
    remedy: 'Run npx cdk bootstrap.',
  },
  'an old bootstrap': {
    plant: (state) => {
      state.stacks['CDKToolkit'] = { status: 'UPDATE_COMPLETE', outputs: { BootstrapVersion: '5' } };
    },
    says: "CDK's bootstrap stack CDKToolkit has version 5, and 6 is needed.",
    remedy: 'Run npx cdk bootstrap.',
  },
  'a protected stack whose creation failed': {
    plant: (state) => {
      state.stacks['latchkey-data'] = { status: 'ROLLBACK_COMPLETE', isProtected: true };
    },
    says:
      'The stack latchkey-data is ROLLBACK_COMPLETE: its creation failed, and its termination protection keeps CDK ' +
      'from deleting it.',
    remedy:
      'aws cloudformation update-termination-protection --stack-name latchkey-data ' +
      '--no-enable-termination-protection && aws cloudformation delete-stack --stack-name latchkey-data',
  },
  'a stack that is stuck': {
    plant: (state) => {
      state.stacks['latchkey-api'] = { status: 'UPDATE_ROLLBACK_FAILED' };
    },
    says: 'The stack latchkey-api is UPDATE_ROLLBACK_FAILED, and takes no deployment.',
    remedy: 'See in its events why, and take it back: npx cdk rollback latchkey-api',
  },
  'a stack that would not go': {
    plant: (state) => {
      state.stacks['latchkey-hosting'] = { status: 'DELETE_FAILED' };
    },
    says: 'The stack latchkey-hosting is DELETE_FAILED, and takes no deployment.',
    remedy:
      'See in its events what would not go, and delete it again: ' +
      'aws cloudformation delete-stack --stack-name latchkey-hosting',
  },
  'a deployment under way': {
    plant: (state) => {
      state.stacks['latchkey-api'] = { status: 'UPDATE_IN_PROGRESS' };
    },
    says: 'The stack latchkey-api is UPDATE_IN_PROGRESS.',
    remedy: 'Wait until that is over.',
  },
  'a low table quota': {
    plant: (state) => {
      state.tableQuotas = { reads: 8000, writes: 40_000 };
    },
    says:
      'DynamoDB gives the table Credentials 8,000 reads a second at once and any table 8,000 at most; a full stage ' +
      'takes 10,000 (2 a verdict).',
    remedy:
      'Ask Service Quotas for 10,000 of "Table-level read throughput limit" (DynamoDB, L-CF0CBE56). Set ' +
      'warmThroughput.credentials to {"readUnitsPerSecond":10000,"writeUnitsPerSecond":4000} in cdk.json. Or set throttle.rateLimit to 4000.',
  },
  'more warm throughput than a table may take': {
    configuration: {
      warmThroughput: { credentials: { readUnitsPerSecond: 60_000, writeUnitsPerSecond: 4000 } },
    },
    says:
      'DynamoDB gives the table Credentials 60,000 reads a second at once and any table 40,000 at most; a full stage ' +
      'takes 10,000 (2 a verdict).',
    remedy:
      'Ask Service Quotas for 60,000 of "Table-level read throughput limit" (DynamoDB, L-CF0CBE56). ' +
      'Or ask warmThroughput.credentials for 40000 reads at most.',
  },
  'more warm throughput than the table Usage may take': {
    configuration: { warmThroughput: { usage: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 50_000 } } },
    says: 'warmThroughput.usage asks for 50,000 writes a second; DynamoDB gives any table 40,000.',
    remedy:
      'Ask Service Quotas for 50,000 of "Table-level write throughput limit" (DynamoDB, L-AB614373). ' +
      'Or ask warmThroughput.usage for 40000 writes at most.',
  },
  'a full stage on a cold table': {
    plant: (state) => {
      state.concurrency = { total: 2000, unreserved: 2000 };
    },
    configuration: { throttle: { rateLimit: 8000, burstLimit: 4000 } },
    says:
      'DynamoDB gives the table Credentials 12,000 reads a second at once and any table 40,000 at most; a full stage ' +
      'takes 16,000 (2 a verdict).',
    remedy:
      'Set warmThroughput.credentials to {"readUnitsPerSecond":16000,"writeUnitsPerSecond":4000} in cdk.json. ' +
      'Or set throttle.rateLimit to 6000.',
  },
  'a limit for every key, on a cold table': {
    configuration: { defaultRateLimitTier: 'pro' },
    says:
      'DynamoDB gives the table Credentials 4,000 writes a second at once and any table 40,000 at most; a full stage ' +
      'takes 5,000 (1 a verdict).',
    remedy:
      'Set warmThroughput.credentials to {"readUnitsPerSecond":12000,"writeUnitsPerSecond":5000} in cdk.json. ' +
      'Or set throttle.rateLimit to 4000.',
  },
};
