import { apiKeySortKey } from '../../lambdas/contract/tables.ts';
import { usageFilterPattern } from '../../lambdas/contract/usage.ts';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized('trial');
}, 120_000);

const attributeOf = (idPrefix: string, name = 'Arn') => ({
  'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${idPrefix}[0-9A-F]{8}$`)), name],
});
/** What another stack exports. */
const imported = (idPrefix: string) => ({
  'Fn::ImportValue': expect.stringMatching(new RegExp(`${idPrefix}[0-9A-F]{8}`)),
});
const refTo = (idPrefix: string) => ({ Ref: expect.stringMatching(new RegExp(`^${idPrefix}[0-9A-F]{8}$`)) });

describe('the stream of Registry', () => {
  const mapping = (idPrefix: string) =>
    resource(app.api, 'AWS::Lambda::EventSourceMapping', idPrefix).Properties;
  const filtersOf = (idPrefix: string) =>
    mapping(idPrefix).FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));

  test('has the two consumers that DynamoDB allows, and no more', () => {
    const mappings = ofType(app.api, 'AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
      /Registry[0-9A-F]{8}StreamArn/.test(JSON.stringify(Properties.EventSourceArn)),
    );
    expect(mappings.map(([id]) => id.slice(0, -8)).toSorted()).toEqual(['AuditMapping', 'ReconcilerMapping']);
    for (const template of [app.data, app.monitoring]) {
      expect(ofType(template, 'AWS::Lambda::EventSourceMapping')).toEqual([]);
    }
  });

  test('sends the exporter the new audit events only', () => {
    expect(mapping('AuditMapping').FunctionName).toEqual(refTo('AuditExporter'));
    expect(filtersOf('AuditMapping')).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'AUDIT#' }] } } } },
    ]);
  });

  test('sends the reconciler the records of keys that DynamoDB itself removed, and the last event of each key and user', () => {
    expect(mapping('ReconcilerMapping').FunctionName).toEqual(refTo('ReconcilerFunction'));
    expect(filtersOf('ReconcilerMapping')).toEqual([
      {
        eventName: ['REMOVE'],
        userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
        dynamodb: { Keys: { sk: { S: [apiKeySortKey] } } },
      },
      {
        eventName: ['INSERT'],
        dynamodb: {
          NewImage: {
            event: { M: { action: { S: ['api_key.deleted', 'api_key.purged', 'user.deleted'] } } },
          },
        },
      },
    ]);
  });

  test.each(['Audit', 'Reconciler', 'Dispatcher'])(
    '%s begins at the beginning, and gives up on a record just before DynamoDB does',
    (pipeline) => {
      expect(mapping(`${pipeline}Mapping`)).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        ParallelizationFactor: 1,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: 23 * 3600,
        MaximumBatchingWindowInSeconds: 1,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: attributeOf(`${pipeline}Undelivered`) } },
      });
    },
  );
});

describe('the stream of Outbox', () => {
  test('has one consumer, which is sent new events alone', () => {
    const { Properties } = resource(app.api, 'AWS::Lambda::EventSourceMapping', 'DispatcherMapping');
    expect(JSON.stringify(Properties.EventSourceArn)).toMatch(/Outbox[0-9A-F]{8}StreamArn/);
    expect(Properties.FunctionName).toEqual(refTo('DispatcherFunction'));
    const filters = Properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
      JSON.parse(Pattern),
    );
    expect(filters).toEqual([{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['EVENT'] } } } }]);
  });
});

describe('usage recording', () => {
  test('is sent the usage lines of the functions, by one subscription filter', () => {
    expect(resource(app.api, 'AWS::Logs::SubscriptionFilter').Properties).toEqual({
      LogGroupName: imported('LogsFunctions'),
      FilterPattern: usageFilterPattern,
      DestinationArn: attributeOf('UsageRecorder'),
    });
    const permissions = ofType(app.api, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal === 'logs.amazonaws.com');
    expect(permissions).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: attributeOf('UsageRecorder'),
        Principal: 'logs.amazonaws.com',
        SourceArn: imported('LogsFunctions'),
      },
    ]);
  });

  test('is tried three times within six hours, and kept whole after that', () => {
    const config = resource(app.api, 'AWS::Lambda::EventInvokeConfig', 'Usage');
    expect(config.Properties).toEqual({
      FunctionName: refTo('UsageRecorder'),
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3600,
      DestinationConfig: { OnFailure: { Destination: attributeOf('UsageUndelivered') } },
    });
    expect(config.DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/^UsageRecorderRoleDefaultPolicy/)]),
    );
  });
});

describe('what cannot be delivered', () => {
  test.each([
    ['AuditUndelivered', 400],
    ['ReconcilerUndelivered', 400],
    ['UsageUndelivered', 90],
  ])('%s is a private, encrypted bucket that keeps it for %d days', (idPrefix, days) => {
    const bucket = resource(app.api, 'AWS::S3::Bucket', idPrefix);
    expect(bucket.DeletionPolicy).toBe('Retain');
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: days, Status: 'Enabled' }] },
    });
    expect(bucket.Properties).toHaveProperty('BucketEncryption');
    const policy = resource(app.api, 'AWS::S3::BucketPolicy', idPrefix).Properties.PolicyDocument;
    expect(policy.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });
});

describe('monitoring', () => {
  const metricsOf = (alarmId: string) =>
    JSON.stringify(resource(app.monitoring, 'AWS::CloudWatch::Alarm', alarmId).Properties);

  test.each([
    ['ReconcilerErrors', ['Errors'], 'ReconcilerFunction'],
    ['PurgingLate', ['IteratorAge'], 'ReconcilerFunction'],
    [
      'KeysUnpurged',
      ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount', 'DestinationDeliveryFailures'],
      'ReconcilerMapping',
    ],
    ['WebhookErrors', ['Errors'], 'SenderFunction'],
    ['WebhooksLate', ['IteratorAge'], 'DispatcherFunction'],
    [
      'EventsUntold',
      ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount', 'DestinationDeliveryFailures'],
      'DispatcherMapping',
    ],
    ['DueIndexThrottles', ['ReadThrottleEvents', 'WriteThrottleEvents'], 'Outbox'],
    ['UsageRecorderErrors', ['Errors'], 'UsageRecorder'],
    ['UsageRecorderThrottles', ['Throttles'], 'UsageRecorder'],
    ['UsageUnrecorded', ['AsyncEventsDropped', 'DestinationDeliveryFailures'], 'UsageRecorder'],
    ['BootstrapCalled', ['Invocations'], 'BootstrapFunction'],
    ['IndexThrottles', ['ReadThrottleEvents', 'WriteThrottleEvents'], 'Registry'],
  ])('the alarm %s watches %j of %s', (alarmId, names, subject) => {
    const text = metricsOf(alarmId);
    for (const name of names) expect(text).toContain(`"MetricName":"${name}"`);
    expect(text).toMatch(new RegExp(`${subject}[0-9A-F]{8}`));
  });

  test.each([
    ['UnauthenticatedSurge', 'UnauthenticatedCalls'],
    ['ForbiddenSurge', 'ForbiddenCalls'],
  ])('%s rings where refused calls are many, and many of all', (alarmId, metricName) => {
    const { Metrics } = resource(app.monitoring, 'AWS::CloudWatch::Alarm', alarmId).Properties;
    const [condition, refused, all] = Metrics;
    expect(condition.Expression).toBe(
      `IF(FILL(${refused.Id}, 0) >= 100 AND FILL(${refused.Id}, 0) * 5 >= ${all.Id}, ${refused.Id}, 0)`,
    );
    expect(refused.MetricStat).toMatchObject({
      Metric: { MetricName: metricName },
      Period: 300,
      Stat: 'Sum',
    });
    expect(all.MetricStat).toMatchObject({
      Metric: { Namespace: 'AWS/ApiGateway', MetricName: 'Count' },
      Period: 300,
      Stat: 'SampleCount',
    });
  });

  test('rings for a grant of everything, which the audit exporter prints', () => {
    const { Properties } = resource(app.data, 'AWS::Logs::MetricFilter', 'LogsGrants');
    expect(Properties).toMatchObject({
      LogGroupName: refTo('LogsFunctions'),
      FilterPattern: '{ $.alert = "GRANT_OF_EVERYTHING" }',
    });
    expect(metricsOf('GrantOfEverything')).toContain(Properties.MetricTransformations[0].MetricName);
  });

  test('counts the calls over their limit, which only the access log knows', () => {
    const { Properties } = resource(app.data, 'AWS::Logs::MetricFilter', 'LogsRateLimited');
    expect(Properties).toEqual({
      LogGroupName: refTo('LogsAccess'),
      FilterPattern: '{ $.status = "429" }',
      MetricTransformations: [
        { MetricNamespace: 'Latchkey/latchkey', MetricName: 'RateLimitedCalls', MetricValue: '1' },
      ],
    });
    const stage = resource(app.api, 'AWS::ApiGateway::Stage').Properties;
    expect(JSON.parse(stage.AccessLogSetting.Format)).toHaveProperty('status', '$context.status');
    const dashboard = resource(app.monitoring, 'AWS::CloudWatch::Dashboard').Properties;
    expect(JSON.stringify(dashboard.DashboardBody)).toContain('RateLimitedCalls');
  });
});

test('functions get to know what the command line sets, and logs are kept as before', () => {
  for (const id of ['ReconcilerFunction', 'UsageRecorder', 'reads']) {
    const { Variables } = resource(app.api, 'AWS::Lambda::Function', id).Properties.Environment;
    expect(JSON.parse(Variables.LATCHKEY_SETTINGS)).toMatchObject({
      retentionDays: 0.0001,
      rateLimitTiers: { tiny: 5 },
      defaultRateLimitTier: 'tiny',
      usageDetail: 'denied',
      keyPolicy: { requireExpiry: false, maxLifetimeDays: 365 },
    });
  }
  for (const [id, days] of [
    ['LogsAudit', 400],
    ['LogsFunctions', 90],
    ['LogsAccess', 90],
  ] as const) {
    expect(resource(app.data, 'AWS::Logs::LogGroup', id).Properties.RetentionInDays).toBe(days);
  }
});
