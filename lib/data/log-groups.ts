import { RemovalPolicy } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CustomDataIdentifier,
  DataProtectionPolicy,
  FilterPattern,
  LogGroup,
  LogGroupClass,
  MetricFilter,
} from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyBody } from '../../lambdas/contract/api-key.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { retentionDaysAtLeast } from '../configuration/log-retention.ts';

export interface LogGroupsProps {
  readonly configuration: Configuration;
}

/**
 * The deployment's log groups, named after it. All of them mask API keys when they are read: nothing writes a
 * key in the first place, and this is the net below that rule.
 */
export class LogGroups extends Construct {
  /** Audit events, as JSON lines. Subscriptions and metric filters need the class STANDARD. */
  readonly audit: LogGroup;
  /** What every function prints; usage lines are among it. */
  readonly functions: LogGroup;
  /** One line per request to the API. */
  readonly access: LogGroup;
  /** Calls that were answered 429: only ever the limit of a key. */
  readonly rateLimitedCalls: Metric;

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);
    const { deploymentName, auditRetentionDays, logRetentionDays } = props.configuration;
    const dataProtectionPolicy = maskKeys(props.configuration);
    this.audit = new LogGroup(this, 'Audit', {
      logGroupName: `/${deploymentName}/audit`,
      logGroupClass: LogGroupClass.STANDARD,
      retention: retentionDaysAtLeast(auditRetentionDays),
      deletionProtectionEnabled: true,
      dataProtectionPolicy,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.functions = new LogGroup(this, 'Functions', {
      logGroupName: `/${deploymentName}/functions`,
      retention: logRetentionDays,
      dataProtectionPolicy,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.access = new LogGroup(this, 'Access', {
      logGroupName: `/${deploymentName}/access`,
      retention: logRetentionDays,
      dataProtectionPolicy,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.rateLimitedCalls = new MetricFilter(this, 'RateLimited', {
      logGroup: this.access,
      metricNamespace: `Latchkey/${deploymentName}`,
      metricName: 'RateLimitedCalls',
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    }).metric();
  }
}

/** Identifiers know no parentheses, hence one per prefix; ten are allowed. */
export function maskKeys(configuration: Configuration): DataProtectionPolicy {
  return new DataProtectionPolicy({
    name: `${configuration.deploymentName}-api-keys`,
    description: 'Masks API keys',
    identifiers: [configuration.prefix, ...configuration.previousPrefixes].map(
      (prefix) => new CustomDataIdentifier(`ApiKey-${prefix}`, `${prefix}_${keyBody}`),
    ),
  });
}
