import { permissionsOf } from './permissions.ts';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized();
}, 120_000);

const ownLog = {
  'logs:CreateLogStream LogsFunctions.Arn': null,
  'logs:PutLogEvents LogsFunctions.Arn': null,
};

describe('permissions', () => {
  const grants = (actions: string, target: string) =>
    Object.fromEntries(actions.split(' ').map((action) => [`dynamodb:${action} ${target}`, null]));
  const lists = (...indexes: string[]) =>
    Object.assign({}, ...indexes.map((name) => grants('Query', `Registry.Arn/index/${name}`)));

  const itemsBeginningWith = (...patterns: string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
  /** Actions with the items that they are confined to, such as `PutItem C# L#`. */
  const onItems = (table: 'Credentials' | 'Registry' | 'Outbox', ...actions: string[]) =>
    Object.fromEntries(
      actions.map((text) => {
        const [action, ...beginnings] = text.split(' ');
        const patterns = beginnings.map((beginning) => `${beginning}*`);
        return [`dynamodb:${action} ${table}.Arn`, itemsBeginningWith(...patterns)];
      }),
    );
  const authorisation = onItems('Credentials', 'BatchGetItem C# U# R# L#', 'UpdateItem L#');
  const lookUp = onItems('Registry', 'BatchGetItem ROLE#', 'GetItem KEY# USER#');

  test('the authorizer reads Credentials and writes limiters only', () => {
    expect(permissionsOf(app.api, 'AuthorizerRole')).toEqual({ ...ownLog, ...authorisation });
  });

  test('the gateway authorizer does what the authorizer does, and reads protected APIs', () => {
    expect(permissionsOf(app.api, 'GatewayAuthorizerFunctionRole')).toEqual({
      ...ownLog,
      ...onItems('Credentials', 'BatchGetItem C# U# R# L# A#', 'UpdateItem L#'),
    });
  });

  test('verification does what the authorizer does, and looks keys up', () => {
    expect(permissionsOf(app.api, 'verifyRole')).toEqual({ ...ownLog, ...authorisation, ...lookUp });
  });

  test('the routes of users and roles write nothing of a key, in neither table, and make accounts', () => {
    expect(permissionsOf(app.api, 'directoryRole')).toEqual({
      ...ownLog,
      'cognito-idp:AdminCreateUser People.Arn': null,
      ...lists('byCollection'),
      ...onItems('Credentials', 'DeleteItem U# R#', 'PutItem U# R#'),
      ...onItems(
        'Registry',
        'BatchGetItem ROLE#',
        'DeleteItem USER# ROLE#',
        'GetItem KEY# USER# ROLE#',
        'PutItem USER# ROLE#',
        'Query USER# ROLE#',
        'UpdateItem USER# ROLE#',
      ),
    });
  });

  test('the routes of protected APIs write them, and nothing of keys, users and roles', () => {
    expect(permissionsOf(app.api, 'apisRole')).toEqual({
      ...ownLog,
      ...lists('byCollection'),
      ...onItems('Credentials', 'DeleteItem A#', 'PutItem A#'),
      ...onItems(
        'Registry',
        'BatchGetItem ROLE#',
        'DeleteItem API# STAGE#',
        'GetItem KEY# USER# API# STAGE#',
        'PutItem API# STAGE#',
        'Query API#',
      ),
    });
  });

  test('the registrar writes protected APIs, and looks nobody up', () => {
    expect(permissionsOf(app.api, 'RegistrarFunctionRole')).toEqual({
      ...ownLog,
      ...onItems('Credentials', 'DeleteItem A#', 'PutItem A#'),
      ...onItems(
        'Registry',
        'DeleteItem API# STAGE#',
        'GetItem API# STAGE#',
        'PutItem API# STAGE#',
        'Query API#',
      ),
    });
  });

  test('nobody but CloudFormation in the name of a deployer may invoke the registrar: it has no policy', () => {
    const permissions = ofType(app.api, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      JSON.stringify(Properties.FunctionName),
    );
    expect(permissions.filter((name) => name.includes('Registrar'))).toEqual([]);
  });

  test('the API key routes write nothing of a role, read no credential, and look up last uses', () => {
    expect(permissionsOf(app.api, 'apikeysRole')).toEqual({
      ...ownLog,
      ...lists('byCollection', 'byExpiry', 'byName', 'byOwner'),
      ...onItems('Credentials', 'DeleteItem C# L#', 'PutItem C#'),
      ...onItems(
        'Registry',
        'BatchGetItem ROLE# USER#',
        'DeleteItem KEY# NAME# USER#',
        'GetItem KEY# NAME# USER# IDEM# API#',
        'PutItem KEY# NAME# USER# IDEM#',
        'Query USER#',
        'UpdateItem KEY# USER#',
      ),
      'dynamodb:BatchGetItem Usage.Arn': itemsBeginningWith('USED#*'),
      ...onItems('Outbox', 'PutItem NOTICES#'),
    });
  });

  test('the routes of webhooks write them and their counts, and read the master of their secrets', () => {
    expect(permissionsOf(app.api, 'webhooksRole')).toEqual({
      ...ownLog,
      ...lists('byCollection', 'byOwner'),
      ...onItems(
        'Registry',
        'BatchGetItem ROLE#',
        'DeleteItem USER# WEBHOOK# WEBHOOKS#',
        'GetItem KEY# USER# WEBHOOK# WEBHOOKS#',
        'PutItem USER# WEBHOOK# WEBHOOKS#',
        'UpdateItem USER# WEBHOOKS#',
      ),
      ...onItems('Outbox', 'GetItem WEBHOOK#', 'PutItem WEBHOOK#', 'Query WEBHOOK#', 'UpdateItem WEBHOOK#'),
      'secretsmanager:GetSecretValue WebhookMaster': null,
      'lambda:InvokeFunction SenderFunction.Arn': null,
    });
  });

  test('the reading routes read Registry and Usage', () => {
    expect(permissionsOf(app.api, 'readsRole')).toEqual({
      ...ownLog,
      ...lists('byCollection', 'byOwner'),
      ...lookUp,
      ...grants('Query', 'Usage.Arn'),
      'dynamodb:GetItem Usage.Arn': itemsBeginningWith('RECORDED#*'),
      'dynamodb:BatchGetItem Usage.Arn': itemsBeginningWith('TALLY#*'),
    });
  });

  test('the reconciler changes Registry item by item, and removes credentials without reading them', () => {
    expect(permissionsOf(app.api, 'ReconcilerFunctionRole')).toEqual({
      ...ownLog,
      ...grants('DescribeStream GetRecords GetShardIterator ListStreams', 'Registry.StreamArn'),
      ...onItems('Credentials', 'DeleteItem C# L#'),
      ...onItems(
        'Registry',
        'DeleteItem NAME# USER# WEBHOOK# WEBHOOKS#',
        'GetItem KEY# NAME# USER# WEBHOOK#',
        'PutItem KEY# WEBHOOK#',
        'Query USER#',
        'UpdateItem USER# WEBHOOKS#',
      ),
      'dynamodb:PutItem Usage.Arn': itemsBeginningWith('USED#*'),
      's3:ListBucket ReconcilerUndelivered.Arn': null,
      's3:PutObject ReconcilerUndelivered.Arn/*': null,
    });
  });

  test('the usage recorder writes to Usage, and to no other table', () => {
    expect(permissionsOf(app.api, 'UsageRecorderRole')).toEqual({
      ...ownLog,
      ...grants('PutItem', 'Usage.Arn'),
      'dynamodb:UpdateItem Usage.Arn': itemsBeginningWith('USED#*', 'RECORDED#*', 'DUE#*'),
      'dynamodb:Query Usage.Arn': itemsBeginningWith('SLICE#*', 'TALLY#*', 'DUE#*'),
      'dynamodb:DeleteItem Usage.Arn': itemsBeginningWith('DUE#*'),
      's3:ListBucket UsageUndelivered.Arn': null,
      's3:PutObject UsageUndelivered.Arn/*': null,
    });
  });

  test('the exporter reads the stream and writes to the audit log and its bucket', () => {
    expect(permissionsOf(app.api, 'AuditExporterRole')).toEqual({
      ...ownLog,
      ...grants('DescribeStream GetRecords GetShardIterator ListStreams', 'Registry.StreamArn'),
      'logs:CreateLogStream LogsAudit.Arn': null,
      'logs:PutLogEvents LogsAudit.Arn': null,
      's3:ListBucket AuditUndelivered.Arn': null,
      's3:PutObject AuditUndelivered.Arn/*': null,
      ...onItems('Registry', 'GetItem WEBHOOKS#'),
      ...onItems('Outbox', 'BatchWriteItem EVENT#'),
    });
  });

  test('the dispatcher adds deliveries, and reads whose keys and webhooks are', () => {
    expect(permissionsOf(app.api, 'DispatcherFunctionRole')).toEqual({
      ...ownLog,
      ...grants('DescribeStream GetRecords GetShardIterator ListStreams', 'Outbox.StreamArn'),
      ...onItems('Registry', 'GetItem KEY# WEBHOOK#', 'Query USER# WEBHOOKS#'),
      ...onItems('Outbox', 'BatchGetItem WEBHOOK#', 'PutItem WEBHOOK#'),
      'lambda:InvokeFunction SenderFunction.Arn': null,
      's3:ListBucket DispatcherUndelivered.Arn': null,
      's3:PutObject DispatcherUndelivered.Arn/*': null,
    });
  });

  test('the sender changes deliveries and webhooks, and reads the master, owners and their roles', () => {
    expect(permissionsOf(app.api, 'SenderFunctionRole')).toEqual({
      ...ownLog,
      ...onItems(
        'Registry',
        'GetItem WEBHOOK# USER#',
        'BatchGetItem ROLE#',
        'PutItem WEBHOOK# USER# WEBHOOKS#',
        'UpdateItem WEBHOOK#',
      ),
      ...onItems('Outbox', 'BatchGetItem WEBHOOK#', 'UpdateItem WEBHOOK#'),
      'secretsmanager:GetSecretValue WebhookMaster': null,
    });
  });

  test('the bootstrap creates, counts a key, and reads users alone', () => {
    expect(permissionsOf(app.api, 'BootstrapFunctionRole')).toEqual({
      ...ownLog,
      ...onItems('Credentials', 'PutItem C# U# R#'),
      ...onItems('Registry', 'GetItem USER#', 'PutItem KEY# NAME# USER# ROLE#', 'UpdateItem USER#'),
      ...onItems('Outbox', 'PutItem NOTICES#'),
    });
  });

  test('the clock gives notices of keys, and touches no credential', () => {
    expect(permissionsOf(app.api, 'ClockFunctionRole')).toEqual({
      ...ownLog,
      ...lists('byExpiry'),
      ...grants('Query', 'Outbox.Arn/index/byDueTime'),
      ...onItems('Registry', 'GetItem KEY#', 'PutItem KEY#', 'UpdateItem KEY#'),
      ...onItems(
        'Outbox',
        'BatchGetItem NOTICES#',
        'DeleteItem NOTICES#',
        'GetItem NOTICES#',
        'PutItem NOTICES#',
      ),
      'dynamodb:BatchGetItem Usage.Arn': itemsBeginningWith('USED#*'),
      'lambda:InvokeFunction SenderFunction.Arn': null,
    });
  });

  test('the clock is run once a minute, and what a run did not do is left to the next', () => {
    const fn = expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching(/^ClockFunction/), 'Arn'] });
    expect(resource(app.api, 'AWS::Events::Rule', 'ClockEveryMinute').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: fn }],
    });
    expect(resource(app.api, 'AWS::Lambda::EventInvokeConfig', 'ClockFunction').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test('whatever is done to items of Credentials, Registry and Outbox is confined to some of them', () => {
    const roles = ofType(app.api, 'AWS::IAM::Role').map(([id]) => id);
    const unconfined = roles.flatMap((id) =>
      Object.entries(permissionsOf(app.api, id)).filter(
        ([permission, condition]) =>
          /^dynamodb:\w+ (Credentials|Registry|Outbox)\.Arn$/.test(permission) && condition === null,
      ),
    );
    expect(unconfined).toEqual([]);
  });

  test('no role but the logging role of API Gateway has a managed policy, and no policy a wildcard action', () => {
    for (const template of [app.data, app.hosting, app.identity, app.api, app.console, app.monitoring]) {
      for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
        const managed = JSON.stringify(Properties.ManagedPolicyArns ?? []);
        if (id.includes('CloudWatchRole')) expect(managed).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
        else expect(managed).toBe('[]');
        expect(Properties).not.toHaveProperty('Policies');
      }
      for (const [, { Properties }] of ofType(template, 'AWS::IAM::Policy')) {
        for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
          expect(JSON.stringify(Action)).not.toContain('*');
          expect(Resource).not.toBe('*');
        }
      }
    }
  });
});

describe("API Gateway's logging role, of which an account and region has one,", () => {
  test('is set by a function that may do nothing else', () => {
    expect(ofType(app.api, 'AWS::ApiGateway::Account')).toEqual([]);
    expect(permissionsOf(app.api, 'ApiLoggingFunctionRole')).toEqual({
      ...ownLog,
      'apigateway:GET arn:Ref:AWS::Partition:apigateway:Ref:AWS::Region::/account': null,
      'apigateway:PATCH arn:Ref:AWS::Partition:apigateway:Ref:AWS::Region::/account': null,
      'iam:PassRole ApiLoggingCloudWatchRole.Arn': null,
    });
    const { RoleArn, ServiceToken } = resource(app.api, 'Custom::GatewayLogging').Properties;
    expect(RoleArn['Fn::GetAtt'][0]).toMatch(/^ApiLoggingCloudWatchRole/);
    expect(ServiceToken['Fn::GetAtt'][0]).toMatch(/^ApiLoggingFunction/);
  });

  test('is there before the stage, and stays when the stack goes', () => {
    const [id] = ofType(app.api, 'Custom::GatewayLogging')[0] ?? [];
    expect(resource(app.api, 'AWS::ApiGateway::Stage').DependsOn).toContain(id);
    expect(resource(app.api, 'AWS::IAM::Role', 'ApiLoggingCloudWatchRole').DeletionPolicy).toBe('Retain');
  });
});

describe('functions', () => {
  test('run on the current runtime, know only what they are granted, and share a log group', () => {
    const variables = {
      Authorizer: [
        'CREDENTIALS_TABLE',
        'LATCHKEY_SETTINGS',
        'OIDC_AUDIENCE',
        'OIDC_ISSUER',
        'OIDC_USER_CLAIM',
      ],
      directory: ['CREDENTIALS_TABLE', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE', 'USER_POOL_ID'],
      GatewayAuthorizerFunction: [
        'CREDENTIALS_TABLE',
        'LATCHKEY_SETTINGS',
        'OIDC_AUDIENCE',
        'OIDC_ISSUER',
        'OIDC_USER_CLAIM',
      ],
      apis: ['CREDENTIALS_TABLE', 'GATEWAY_ACCOUNTS', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE'],
      verify: ['CREDENTIALS_TABLE', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE'],
      apikeys: ['CREDENTIALS_TABLE', 'LATCHKEY_SETTINGS', 'OUTBOX_TABLE', 'REGISTRY_TABLE', 'USAGE_TABLE'],
      reads: ['LATCHKEY_SERVICE', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE', 'USAGE_TABLE'],
      AuditExporter: ['AUDIT_LOG_GROUP', 'OUTBOX_TABLE', 'REGISTRY_TABLE'],
      DispatcherFunction: ['OUTBOX_TABLE', 'REGISTRY_TABLE', 'SENDER_FUNCTION'],
      SenderFunction: ['LATCHKEY_SETTINGS', 'OUTBOX_TABLE', 'REGISTRY_TABLE', 'WEBHOOK_MASTER'],
      ReconcilerFunction: ['CREDENTIALS_TABLE', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE', 'USAGE_TABLE'],
      UsageRecorder: ['LATCHKEY_SETTINGS', 'USAGE_TABLE'],
      BootstrapFunction: ['CREDENTIALS_TABLE', 'LATCHKEY_SETTINGS', 'OUTBOX_TABLE', 'REGISTRY_TABLE'],
      ClockFunction: [
        'LATCHKEY_SETTINGS',
        'OUTBOX_TABLE',
        'REGISTRY_TABLE',
        'SENDER_FUNCTION',
        'USAGE_TABLE',
      ],
      RegistrarFunction: ['CREDENTIALS_TABLE', 'GATEWAY_ACCOUNTS', 'LATCHKEY_SETTINGS', 'REGISTRY_TABLE'],
      ApiLoggingFunction: [],
      webhooks: ['LATCHKEY_SETTINGS', 'OUTBOX_TABLE', 'REGISTRY_TABLE', 'SENDER_FUNCTION', 'WEBHOOK_MASTER'],
    };
    expect(ofType(app.api, 'AWS::Lambda::Function')).toHaveLength(Object.keys(variables).length);
    for (const [id, names] of Object.entries(variables)) {
      const { Properties } = resource(app.api, 'AWS::Lambda::Function', id);
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: {
          LogFormat: 'Text',
          LogGroup: { 'Fn::ImportValue': expect.stringMatching(/RefLogsFunctions/) },
        },
      });
      expect(Object.keys(Properties.Environment?.Variables ?? {}).toSorted()).toEqual(names);
    }
  });
});

test('outputs say where the API is, how to bootstrap and to protect APIs, and where the audit log is', () => {
  const documented = Object.keys(app.api.Outputs ?? {}).filter(
    (name) => !/^(Exports|Publish)Output/.test(name),
  );
  expect(documented.toSorted()).toEqual([
    'ApiUrl',
    'AuditLogGroupName',
    'BootstrapFunctionName',
    'GatewayAuthorizerArn',
    'RegistrarArn',
  ]);
  expect(JSON.stringify(app.api.Outputs?.ApiUrl?.Value)).toMatch(/\/v1"/);
});
