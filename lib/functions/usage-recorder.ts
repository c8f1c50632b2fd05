import { Duration } from 'aws-cdk-lib';
import { FilterPattern, type LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import { usageFilterPattern } from '../../lambdas/contract/usage.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { UsageTable } from '../data/usage-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';
import { UndeliveredBucket } from './undelivered-bucket.ts';

export interface UsageRecorderProps {
  readonly configuration: Configuration;
  readonly usage: UsageTable;
  /** Where the functions print usage lines, and where the recorder itself logs. */
  readonly logGroup: LogGroup;
}

/**
 * Carries usage lines from the functions' log group to the Usage table. The recorder's own lines pass through
 * the same filter and are none of usage, so it never feeds itself.
 */
export class UsageRecorder extends Construct {
  readonly function: LatchkeyFunction;
  readonly undelivered: UndeliveredBucket;

  constructor(scope: Construct, id: string, props: UsageRecorderProps) {
    super(scope, id);
    const { configuration, logGroup } = props;
    this.function = new LatchkeyFunction(this, 'Recorder', {
      folder: 'usage-recorder',
      description: 'Records the usage of API keys',
      memoryMb: 512,
      timeout: Duration.seconds(60),
      logGroup,
      environment: settingsEnvironment(configuration),
    });
    props.usage.grantRecord(this.function);
    this.undelivered = new UndeliveredBucket(this, 'Undelivered', configuration.usageRetentionDays);
    this.keepFailures();
    new SubscriptionFilter(this, 'Lines', {
      logGroup,
      filterPattern: FilterPattern.literal(usageFilterPattern),
      destination: new LambdaDestination(this.function),
    });
  }

  /**
   * CloudWatch Logs calls the recorder asynchronously, so that Lambda's queue keeps the lines: two retries after
   * an error, six hours of them for want of concurrency (the most that Lambda offers), then the bucket.
   */
  private keepFailures(): void {
    this.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: this.undelivered.grantFailures(this.function),
    });
    // Lambda checks the role when the destination is set.
    this.function.node.findChild('EventInvokeConfig').node.addDependency(this.function.executionRole);
  }
}
