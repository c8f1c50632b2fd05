import { Duration } from 'aws-cdk-lib';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyEndings, userEnding } from '../../lambdas/contract/audit-actions.ts';
import { apiKeySortKey, attributes, ttlIdentity } from '../../lambdas/contract/tables.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { CredentialsTable } from '../data/credentials-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import type { UsageTable } from '../data/usage-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';
import { StreamMapping } from './stream-mapping.ts';
import { UndeliveredBucket } from './undelivered-bucket.ts';

export interface ReconcilerProps {
  readonly configuration: Configuration;
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly usage: UsageTable;
  /** Where the reconciler itself logs. */
  readonly logGroup: LogGroup;
}

/**
 * Tidies up after DynamoDB has removed the record of a key that expired long ago: what else there is of the key
 * goes, and its chain of audit events gets its last. After the last event of a key, whoever wrote it, the key's last use
 * goes: not in the transaction that ends the key, which would have to wait for the Usage table. After the last event of
 * a user their webhooks go.
 */
export class Reconciler extends Construct {
  readonly function: LatchkeyFunction;
  readonly mapping: StreamMapping;
  readonly undelivered: UndeliveredBucket;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'reconciler',
      description:
        'Purges API keys whose records DynamoDB has removed, and what ended keys and users have left',
      memoryMb: 512,
      timeout: Duration.minutes(3),
      logGroup: props.logGroup,
      environment: settingsEnvironment(props.configuration),
    });
    props.credentials.grantReconcile(this.function);
    props.registry.grantReconcile(this.function);
    props.usage.grantReconcile(this.function);
    // As long as audit events are: each record that waits here is one event that is not written yet.
    this.undelivered = new UndeliveredBucket(this, 'Undelivered', props.configuration.auditRetentionDays);
    this.mapping = new StreamMapping(this, 'Mapping', {
      table: props.registry,
      consumer: this.function,
      filters: [
        {
          eventName: FilterRule.isEqual('REMOVE'),
          userIdentity: {
            type: FilterRule.isEqual(ttlIdentity.type),
            principalId: FilterRule.isEqual(ttlIdentity.principalId),
          },
          dynamodb: { Keys: { [attributes.sortKey]: { S: FilterRule.isEqual(apiKeySortKey) } } },
        },
        {
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            NewImage: { event: { M: { action: { S: FilterRule.or(...keyEndings, userEnding) } } } },
          },
        },
      ],
      // Each is a transaction of its own, tried again for up to four seconds.
      batchSize: 40,
      undelivered: this.undelivered,
    });
  }
}
