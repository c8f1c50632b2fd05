import { RemovalPolicy } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CustomDataIdentifier,
  DataProtectionPolicy,
  FilterPattern,
  type IFilterPattern,
  LogGroup,
  LogGroupClass,
  MetricFilter,
} from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { alerts } from '../../lambdas/contract/alerts.ts';
import { keyBody } from '../../lambdas/contract/api-key.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { retentionDaysAtLeast } from '../configuration/log-retention.ts';

export interface LogGroupsProps {
  readonly configuration: Configuration;
}

/**
 * The deployment's log groups. All of them mask API keys when they are read: nothing writes a key in the first
 * place, and this is the net below that rule.
 *
 * Their names are fixed, and CloudFormation creates no group whose name is taken. So they stand with the tables, in
 * the stack that is never deleted: a stack that fails, or is destroyed, leaves no group behind that blocks the next.
 */
export class LogGroups extends Construct {
  /** Audit events, as JSON lines. Subscriptions and metric filters need the class STANDARD. */
  readonly audit: LogGroup;
  /** What every function prints; usage lines are among it. */
  readonly functions: LogGroup;
  /** One line per request to the API. */
  readonly access: LogGroup;
  /** What the functions behind sign-in print. */
  readonly identity: LogGroup;
  /** Calls that were answered 429: only ever the limit of a key. */
  readonly rateLimitedCalls: Metric;
  /** Calls that were answered 401: nobody was authenticated. */
  readonly unauthenticatedCalls: Metric;
  /** Calls that were answered 403. */
  readonly forbiddenCalls: Metric;
  /** Calls to protected APIs that were answered 401 by a throw, which Lambda counts among errors. */
  readonly thrownRefusals: Metric;
  /** Audit events that gave somebody everything; one may count twice. */
  readonly grantsOfEverything: Metric;

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);
    const { deploymentName, auditRetentionDays, logRetentionDays } = props.configuration;
    const dataProtectionPolicy = maskKeys(props.configuration);
    const group = (name: 'Audit' | 'Functions' | 'Access' | 'Identity', retention: number) =>
      new LogGroup(this, name, {
        logGroupName: `/${deploymentName}/${name.toLowerCase()}`,
        logGroupClass: LogGroupClass.STANDARD,
        retention,
        deletionProtectionEnabled: true,
        dataProtectionPolicy,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    this.audit = group('Audit', retentionDaysAtLeast(auditRetentionDays));
    this.functions = group('Functions', logRetentionDays);
    this.access = group('Access', logRetentionDays);
    this.identity = group('Identity', logRetentionDays);
    const count = (name: string, logGroup: LogGroup, filterPattern: IFilterPattern) =>
      new MetricFilter(this, name, {
        logGroup,
        metricNamespace: `Latchkey/${deploymentName}`,
        metricName: name,
        filterPattern,
      }).metric();
    const answered = (status: string) => FilterPattern.stringValue('$.status', '=', status);
    this.rateLimitedCalls = count('RateLimitedCalls', this.access, answered('429'));
    this.unauthenticatedCalls = count('UnauthenticatedCalls', this.access, answered('401'));
    this.forbiddenCalls = count('ForbiddenCalls', this.access, answered('403'));
    // As the runtime of Node.js prints what a handler throws.
    const isThrownRefusal = FilterPattern.allTerms('Invoke Error', 'Unauthorized');
    this.thrownRefusals = count('ThrownRefusals', this.functions, isThrownRefusal);
    const isGrant = FilterPattern.stringValue('$.alert', '=', alerts.grantOfEverything);
    this.grantsOfEverything = count('GrantsOfEverything', this.functions, isGrant);
  }
}

/** Identifiers know no parentheses, hence one per prefix; ten are allowed. */
function maskKeys(configuration: Configuration): DataProtectionPolicy {
  return new DataProtectionPolicy({
    name: `${configuration.deploymentName}-api-keys`,
    description: 'Masks API keys',
    identifiers: [configuration.prefix, ...configuration.previousPrefixes].map(
      (prefix) => new CustomDataIdentifier(`ApiKey-${prefix}`, `${prefix}_${keyBody}`),
    ),
  });
}
