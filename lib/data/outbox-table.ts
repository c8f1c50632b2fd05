import { ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { dueIndex } from '../../lambdas/contract/outbox-items.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import { RetainedTable, type RetainedTableProps, stringKey } from './retained-table.ts';

/** What is on its way to webhooks, and the notices that are to come. Its stream carries new events to the dispatcher. */
export class OutboxTable extends RetainedTable {
  protected override readonly nameVariable = environment.outboxTable;

  /** ARN of the stream of new images. */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: RetainedTableProps) {
    super(scope, id, props, {
      sortKey: stringKey(attributes.sortKey),
      dynamoStream: StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [
        {
          indexName: dueIndex.name,
          partitionKey: stringKey(dueIndex.partitionKey),
          sortKey: stringKey(dueIndex.sortKey),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    if (this.tableStreamArn === undefined) throw new Error('the Outbox table has no stream');
    this.streamArn = this.tableStreamArn;
  }
}
