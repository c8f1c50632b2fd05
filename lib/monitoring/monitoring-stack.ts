import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ApiStack } from '../api/api-stack.ts';
import type { DataStack } from '../data/data-stack.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './alarms.ts';
import { LatchkeyDashboard } from './dashboard.ts';
import { type DeploymentMetrics, deploymentMetrics } from './metrics.ts';

export interface MonitoringStackProps extends StackProps {
  readonly deploymentName: string;
  readonly data: DataStack;
  readonly api: ApiStack;
}

/** A dashboard, alarms, and the topic that alarms are sent to; the operator subscribes to it. */
export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    // A function that is only looked at can be replaced without asking who looks.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const metrics = deploymentMetrics(props.data, props.api);
    const topic = this.alarmTopic(props.deploymentName);
    const action = new SnsAction(topic);
    for (const [alarmId, alarm] of Object.entries(alarms(metrics))) {
      new RunbookAlarm(this, alarmId, { ...alarm, action });
    }
    new LatchkeyDashboard(this, 'Dashboard', { deploymentName: props.deploymentName, metrics });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
  }

  /** A topic with a policy of its own loses the default one, so alarms have to be let in by name. */
  private alarmTopic(deploymentName: string): Topic {
    const topic = new Topic(this, 'Alarms', { displayName: `${deploymentName} alarms`, enforceSSL: true });
    topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }
}

function alarms(metrics: DeploymentMetrics): Record<string, Omit<RunbookAlarmProps, 'action'>> {
  return {
    AuthorizerErrors: {
      metric: metrics.authorizerErrors,
      means: 'The authorizer fails, and callers get 503',
      runbookSection: 'the-authorizer-fails',
      threshold: 5,
    },
    AuthorizerThrottles: {
      metric: metrics.authorizerThrottles,
      means: 'Lambda has no capacity left for the authorizer, and callers get 503',
      runbookSection: 'the-authorizer-fails',
      threshold: 5,
    },
    GatewayAuthorizerErrors: {
      metric: metrics.gatewayAuthorizerErrors,
      means: 'The gateway authorizer fails, and callers of protected APIs get 503 (of HTTP APIs 500)',
      runbookSection: 'the-gateway-authorizer-fails',
      threshold: 5,
      // What the log counts can come in late.
      periods: 2,
    },
    GatewayAuthorizerThrottles: {
      metric: metrics.gatewayAuthorizerThrottles,
      means: 'Lambda has no capacity left for the gateway authorizer, and callers of protected APIs get 503',
      runbookSection: 'the-gateway-authorizer-fails',
      threshold: 5,
    },
    RegistrarErrors: {
      metric: metrics.registrarErrors,
      means: 'The registrar crashes, times out or cannot answer, and stacks wait for it',
      runbookSection: 'stacks-cannot-register-their-apis',
      threshold: 1,
    },
    ServerErrors: {
      metric: metrics.serverErrors,
      means: 'The API answers 5xx',
      runbookSection: 'the-api-answers-5xx',
      threshold: 5,
    },
    UnauthenticatedSurge: {
      metric: metrics.unauthenticatedSurge,
      means: 'A fifth of all calls, and a hundred at least, are answered 401 within five minutes',
      runbookSection: 'many-calls-are-refused',
      threshold: 1,
    },
    ForbiddenSurge: {
      metric: metrics.forbiddenSurge,
      means: 'A fifth of all calls, and a hundred at least, are answered 403 within five minutes',
      runbookSection: 'many-calls-are-refused',
      threshold: 1,
    },
    GrantOfEverything: {
      metric: metrics.grantsOfEverything,
      means: 'A role or a key was given the scope *, or a user the role admin',
      runbookSection: 'somebody-was-given-everything',
      threshold: 1,
    },
    BootstrapCalled: {
      metric: metrics.bootstrapCalls,
      means: 'The bootstrap function was called; it makes administrators and mints their keys',
      runbookSection: 'the-bootstrap-function-was-called',
      threshold: 1,
    },
    HandlerErrors: {
      metric: metrics.handlerErrors,
      means: 'A function crashes or times out',
      runbookSection: 'the-api-answers-5xx',
      threshold: 1,
    },
    AuditExportLate: {
      metric: metrics.exporterIteratorAge,
      means: 'Audit events reach CloudWatch Logs more than five minutes late',
      runbookSection: 'audit-events-arrive-late',
      threshold: fiveMinutesMs,
    },
    AuditEventsUndelivered: {
      metric: metrics.undelivered,
      means: 'Audit events did not reach CloudWatch Logs and wait in the bucket',
      runbookSection: 'audit-events-were-not-delivered',
      threshold: 1,
    },
    ReconcilerErrors: {
      metric: metrics.reconcilerErrors,
      means: 'The reconciler crashes or times out, and expired keys are not purged',
      runbookSection: 'expired-keys-are-not-purged',
      threshold: 5,
    },
    PurgingLate: {
      metric: metrics.reconcilerIteratorAge,
      means: 'Keys that DynamoDB removed more than 15 minutes ago are not purged yet',
      runbookSection: 'expired-keys-are-not-purged',
      threshold: fifteenMinutesMs,
    },
    KeysUnpurged: {
      metric: metrics.unpurged,
      means: 'Keys that DynamoDB removed were not purged; their records wait in the bucket',
      runbookSection: 'expired-keys-were-given-up',
      threshold: 1,
    },
    WebhookErrors: {
      metric: metrics.webhookErrors,
      means: 'The dispatcher, the sender or the clock fails, and webhooks or notices wait',
      runbookSection: 'webhooks-are-not-sent',
      threshold: 5,
    },
    WebhooksLate: {
      metric: metrics.dispatcherIteratorAge,
      means: 'Events reach the dispatcher of webhooks more than five minutes late',
      runbookSection: 'webhooks-are-not-sent',
      threshold: fiveMinutesMs,
    },
    EventsUntold: {
      metric: metrics.undispatched,
      means: 'Events were told to no webhook; they wait in the bucket',
      runbookSection: 'events-were-told-to-no-webhook',
      threshold: 1,
    },
    UsageRecorderErrors: {
      metric: metrics.recorderErrors,
      means: 'The usage recorder fails',
      runbookSection: 'usage-is-not-recorded',
      threshold: 5,
    },
    UsageUnrecorded: {
      metric: metrics.unrecorded,
      means: 'Usage was not recorded; its log lines wait in the bucket',
      runbookSection: 'usage-was-given-up',
      threshold: 1,
    },
    UsageRecorderThrottles: {
      metric: metrics.recorderThrottles,
      means: 'Lambda has no capacity left for the usage recorder, and usage waits',
      runbookSection: 'usage-is-not-recorded',
      threshold: 5,
    },
    TableThrottles: {
      metric: metrics.tableThrottles,
      means: 'DynamoDB refuses reads or writes for lack of capacity',
      runbookSection: 'dynamodb-throttles-or-fails',
      threshold: 10,
    },
    IndexThrottles: {
      metric: metrics.indexThrottles,
      means: 'An index is short of capacity, which stops writes to its table: changes of keys, or usage',
      runbookSection: 'dynamodb-throttles-or-fails',
      threshold: 10,
    },
    DueIndexThrottles: {
      metric: metrics.dueIndexThrottles,
      means: 'The index of what is due is short of capacity, which stops writes of deliveries and notices',
      runbookSection: 'dynamodb-throttles-or-fails',
      threshold: 10,
    },
    ...Object.fromEntries(
      metrics.tableSystemErrors.map(({ table, metric }) => [
        `${table}SystemErrors`,
        {
          metric,
          means: `DynamoDB itself fails on the table ${table}`,
          runbookSection: 'dynamodb-throttles-or-fails',
          threshold: 5,
        },
      ]),
    ),
  };
}

const fiveMinutesMs = 5 * 60 * 1000;
const fifteenMinutesMs = 15 * 60 * 1000;
