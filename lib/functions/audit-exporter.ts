import { Duration } from 'aws-cdk-lib';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { attributes, keyBeginnings } from '../../lambdas/contract/tables.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { allow } from './grant.ts';
import type { OutboxTable } from '../data/outbox-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';
import { StreamMapping } from './stream-mapping.ts';
import { UndeliveredBucket } from './undelivered-bucket.ts';

export interface AuditExporterProps {
  readonly configuration: Configuration;
  readonly registry: RegistryTable;
  readonly outbox: OutboxTable;
  /** Where the exporter itself logs. */
  readonly logGroup: LogGroup;
  /** Where audit events go. */
  readonly auditLogGroup: LogGroup;
}

/**
 * Carries audit events from the table's stream to CloudWatch Logs: at least once, in order per target; then to the
 * Outbox table, where there are webhooks. A failure is retried until the record is too old, and then kept in a bucket.
 */
export class AuditExporter extends Construct {
  readonly function: LatchkeyFunction;
  readonly mapping: StreamMapping;
  readonly undelivered: UndeliveredBucket;

  constructor(scope: Construct, id: string, props: AuditExporterProps) {
    super(scope, id);
    this.function = new LatchkeyFunction(this, 'Exporter', {
      folder: 'audit-exporter',
      description: 'Exports audit events to CloudWatch Logs',
      memoryMb: 512,
      timeout: Duration.seconds(30),
      logGroup: props.logGroup,
    });
    this.undelivered = new UndeliveredBucket(this, 'Undelivered', props.configuration.auditRetentionDays);

    this.grantAuditLog(props.auditLogGroup);
    props.registry.grantSeeWebhooks(this.function);
    props.outbox.grantHandOver(this.function);
    this.mapping = new StreamMapping(this, 'Mapping', {
      table: props.registry,
      consumer: this.function,
      filters: [
        {
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { [attributes.sortKey]: { S: FilterRule.beginsWith(keyBeginnings.auditEvent) } },
          },
        },
      ],
      batchSize: 500,
      undelivered: this.undelivered,
    });
  }

  private grantAuditLog(logGroup: LogGroup): void {
    this.function.addEnvironment(environment.auditLogGroup, logGroup.logGroupName);
    allow(this.function, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
  }
}
