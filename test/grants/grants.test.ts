import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { routes } from '../../lambdas/contract/routes.ts';
import type { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { createTable, type TableSchema } from '../../local/dynamodb/table.ts';
import { type RulesProxy, rulesBefore } from '../dynamodb-rules/proxy.ts';
import { ofType, type Synthesized, synthesized } from '../stack/synthesized.ts';
import { startEmbedded } from '../support/embedded-engine.ts';
import { engineClient } from '../support/engine.ts';
import { Calls } from './calls.ts';
import { Functions } from './functions.ts';
import { type Granted, grantsOf } from './granted.ts';
import { type Need, nameOf } from './need.ts';
import { reportOf } from './report.ts';
import { Scenario } from './scenario.ts';
import { type Services, startServices } from './services.ts';

/** Where the role of each function stands, by the function's folder. */
const roles = {
  authorizer: ['api', 'AuthorizerRole'],
  'gateway-authorizer': ['api', 'GatewayAuthorizerFunctionRole'],
  'api-keys': ['api', 'apikeysRole'],
  directory: ['api', 'directoryRole'],
  apis: ['api', 'apisRole'],
  registrar: ['api', 'RegistrarFunctionRole'],
  reads: ['api', 'readsRole'],
  verify: ['api', 'verifyRole'],
  'audit-exporter': ['api', 'AuditExporterRole'],
  reconciler: ['api', 'ReconcilerFunctionRole'],
  'usage-recorder': ['api', 'UsageRecorderRole'],
  webhooks: ['api', 'webhooksRole'],
  clock: ['api', 'ClockFunctionRole'],
  dispatcher: ['api', 'DispatcherFunctionRole'],
  sender: ['api', 'SenderFunctionRole'],
  bootstrap: ['api', 'BootstrapFunctionRole'],
  'gateway-logging': ['api', 'ApiLoggingFunctionRole'],
  'token-claims': ['identity', 'TokenClaimsRole'],
} as const;

const names = Object.keys(roles) as (keyof typeof roles)[];
const calls = new Calls();
let app: Synthesized;
let engine: EngineProcess;
let proxy: RulesProxy;
let services: Services;
let functions: Functions;

beforeAll(async () => {
  app = await synthesized();
  engine = await startEmbedded();
  const client = new DynamoDBClient({ ...engineClient, endpoint: engine.endpoint });
  for (const [id, { Properties }] of ofType(app.data, 'AWS::DynamoDB::GlobalTable')) {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = Properties as TableSchema;
    const schema = { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes };
    await createTable(client, id.replace(/[0-9A-F]{8}$/, ''), schema);
  }
  [proxy, services] = [await rulesBefore(engine.endpoint, calls), await startServices(calls)];
  functions = new Functions(calls, { dynamodb: proxy.url, others: services.url });
  await new Scenario(functions, calls, client).play(services.url);
  client.destroy();
}, 180_000);
afterAll(async () => {
  const report = names.map((name) => reportOf(name, calls.needsOf(name), granted(name)));
  process.stderr.write(`${report.join('\n')}\n`);
  proxy?.stop();
  services?.stop();
  await engine?.stop();
});

function granted(name: keyof typeof roles): Granted {
  const [stack, role] = roles[name];
  return grantsOf(app[stack], role);
}

/** For what asks for it without a call of its own. */
const implied: Readonly<Record<string, string>> = {
  // API Gateway asks for it of who sets the role of an account.
  'gateway-logging': 'iam:PassRole ApiLoggingCloudWatchRole',
};

/** Each action and resource, and the partition keys where the grant is confined to some. */
function comparable(needs: ReadonlyMap<string, Need>, confined: ReadonlyMap<string, Need>): string[] {
  return [...needs.values()]
    .map((need) => {
      const bounds = confined.get(nameOf(need))?.partitions ?? null;
      return bounds === null
        ? nameOf(need)
        : `${nameOf(need)} ${[...(need.partitions ?? [])].toSorted().join(' ')}`;
    })
    .toSorted();
}

test('every operation of the API has been called', () => {
  expect([...functions.called].toSorted()).toEqual(routes.map(({ operationId }) => operationId).toSorted());
});

test('every function of ours is among those that are audited', () => {
  const ours = [app.api, app.identity]
    .flatMap((template) => ofType(template, 'AWS::Lambda::Function'))
    .filter(([id]) => !/^(AWS|CustomS3|LogRetention)/.test(id));
  expect(ours).toHaveLength(names.length);
});

test.each(names)('%s may do what it does, and nothing else', (name) => {
  const { code } = granted(name);
  const called = calls.needsOf(name);
  const asked = comparable(called, code);
  const { [name]: more } = implied;
  expect(more === undefined ? asked : [...asked, more].toSorted()).toEqual(comparable(code, code));
});

test.each(names)('%s has for Lambda a log, and a stream and a bucket where it is fed by one', (name) => {
  const streamOf: Readonly<Record<string, string>> = {
    'audit-exporter': 'Registry',
    reconciler: 'Registry',
    dispatcher: 'Outbox',
  };
  const { [name]: table } = streamOf;
  const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
    (action) => `dynamodb:${action} ${table}.StreamArn`,
  );
  const bucketOf: Readonly<Record<string, string>> = {
    'audit-exporter': 'AuditUndelivered',
    reconciler: 'ReconcilerUndelivered',
    'usage-recorder': 'UsageUndelivered',
    dispatcher: 'DispatcherUndelivered',
  };
  const { [name]: bucket } = bucketOf;
  const group = name === 'token-claims' ? 'LogsIdentity' : 'LogsFunctions';
  const expected = [
    `logs:CreateLogStream ${group}.Arn`,
    `logs:PutLogEvents ${group}.Arn`,
    ...(table === undefined ? [] : stream),
    ...(bucket === undefined ? [] : [`s3:ListBucket ${bucket}.Arn`, `s3:PutObject ${bucket}.Arn/*`]),
  ];
  expect([...granted(name).lambda].toSorted()).toEqual(expected.toSorted());
});
