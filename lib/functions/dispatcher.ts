import { Duration } from 'aws-cdk-lib';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { outboxEventSortKey } from '../../lambdas/contract/outbox-items.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import type { OutboxTable } from '../data/outbox-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';
import type { Sender } from './sender.ts';
import { StreamMapping } from './stream-mapping.ts';
import { UndeliveredBucket } from './undelivered-bucket.ts';

export interface DispatcherProps {
  readonly registry: RegistryTable;
  readonly outbox: OutboxTable;
  readonly sender: Sender;
  readonly logGroup: LogGroup;
}

/** As long as deliveries are kept: what is older would have been told nobody. */
const undeliveredDays = 30;

/** Makes a delivery of each event that was handed over, for each webhook that it goes to, and has it sent. */
export class Dispatcher extends Construct {
  readonly function: LatchkeyFunction;
  readonly mapping: StreamMapping;
  readonly undelivered: UndeliveredBucket;

  constructor(scope: Construct, id: string, props: DispatcherProps) {
    super(scope, id);
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'dispatcher',
      description: 'Finds the webhooks that events go to',
      memoryMb: 512,
      timeout: Duration.minutes(1),
      logGroup: props.logGroup,
    });
    props.registry.grantDispatch(this.function);
    props.outbox.grantDispatch(this.function);
    props.sender.grantCall(this.function);
    this.undelivered = new UndeliveredBucket(this, 'Undelivered', undeliveredDays);
    this.mapping = new StreamMapping(this, 'Mapping', {
      table: props.outbox,
      consumer: this.function,
      filters: [
        {
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { [attributes.sortKey]: { S: FilterRule.isEqual(outboxEventSortKey) } } },
        },
      ],
      // Each is a write for every webhook that it goes to.
      batchSize: 100,
      undelivered: this.undelivered,
    });
  }
}
