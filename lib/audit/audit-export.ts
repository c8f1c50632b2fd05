import { Duration } from 'aws-cdk-lib';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environment } from '../../lambdas/contract/environment.ts';
import { attributes, keyBeginnings } from '../../lambdas/contract/tables.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { allow } from '../data/grant.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';
import { UndeliveredBucket } from './undelivered-bucket.ts';

export interface AuditExportProps {
  readonly configuration: Configuration;
  readonly registry: RegistryTable;
  /** Where the exporter itself logs. */
  readonly functionsLogGroup: LogGroup;
  /** Where audit events go. */
  readonly auditLogGroup: LogGroup;
}

/**
 * Lambda gives up on a record this long after it was written. DynamoDB forgets a stream's records after 24
 * hours; an hour before that, the record itself still exists and can go to the bucket.
 */
const maxRecordAge = Duration.hours(23);

/**
 * Carries audit events from the table's stream to CloudWatch Logs: at least once, in order per target. A
 * failure is retried until the record is too old, and then kept in a bucket.
 */
export class AuditExport extends Construct {
  readonly exporter: LatchkeyFunction;
  readonly mapping: EventSourceMapping;
  readonly undelivered: UndeliveredBucket;

  constructor(scope: Construct, id: string, props: AuditExportProps) {
    super(scope, id);
    this.exporter = new LatchkeyFunction(this, 'Exporter', {
      folder: 'audit-exporter',
      description: 'Exports audit events to CloudWatch Logs',
      memoryMb: 512,
      timeout: Duration.seconds(30),
      logGroup: props.functionsLogGroup,
    });
    this.undelivered = new UndeliveredBucket(this, 'Undelivered', props.configuration.auditRetentionDays);

    this.grantAuditLog(props.auditLogGroup);
    props.registry.grantConsume(this.exporter);
    this.mapping = new EventSourceMapping(this, 'Mapping', {
      target: this.exporter,
      eventSourceArn: props.registry.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { [attributes.sortKey]: { S: FilterRule.beginsWith(keyBeginnings.auditEvent) } },
          },
        }),
      ],
      batchSize: 500,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: -1,
      maxRecordAge,
      onFailure: this.undelivered.grantFailures(this.exporter),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    // Lambda checks the role when the mapping is created.
    this.mapping.node.addDependency(this.exporter.executionRole);
  }

  private grantAuditLog(logGroup: LogGroup): void {
    this.exporter.addEnvironment(environment.auditLogGroup, logGroup.logGroupName);
    allow(this.exporter, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
  }
}
