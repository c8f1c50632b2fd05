import { ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { dueIndex, outboxPartitions } from '../../lambdas/contract/outbox-items.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import { allow } from '../functions/grant.ts';
import { allowConsuming, type ConsumedTable } from './consumed-table.ts';
import { RetainedTable, type RetainedTableProps, stringKey } from './retained-table.ts';

/** What is on its way to webhooks, and the notices that are to come. Its stream carries new events to the dispatcher. */
export class OutboxTable extends RetainedTable implements ConsumedTable {
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

  /** Writing down when a key has to be noticed. */
  grantPlanNotices(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { PutItem: [outboxPartitions.notices] });
  }

  /** Giving notices, and planning those that are missing. */
  grantNotify(fn: LambdaFunction): void {
    const { notices } = outboxPartitions;
    this.allowOnPartitions(fn, {
      BatchGetItem: [notices],
      DeleteItem: [notices],
      GetItem: [notices],
      PutItem: [notices],
    });
    allow(fn, { actions: ['dynamodb:Query'], resources: [`${this.tableArn}/index/${dueIndex.name}`] });
  }

  /** Adding events that are to be told. */
  grantHandOver(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { BatchWriteItem: [outboxPartitions.event] });
  }

  /** Adding deliveries, and seeing how their webhooks have answered. */
  grantDispatch(fn: LambdaFunction): void {
    const { webhook } = outboxPartitions;
    this.allowOnPartitions(fn, { BatchGetItem: [webhook], PutItem: [webhook] });
  }

  /** Deliveries with what becomes of them, and the lines that they are sent in. */
  grantSend(fn: LambdaFunction): void {
    const { webhook } = outboxPartitions;
    this.allowOnPartitions(fn, { BatchGetItem: [webhook], UpdateItem: [webhook] });
  }

  /** Deliveries, to be seen and asked for again, and how often one asks. */
  grantManageWebhooks(fn: LambdaFunction): void {
    const { webhook } = outboxPartitions;
    const actions = ['GetItem', 'PutItem', 'Query', 'UpdateItem'] as const;
    this.allowOnPartitions(fn, Object.fromEntries(actions.map((action) => [action, [webhook]])));
  }

  grantConsume(fn: LambdaFunction): void {
    allowConsuming(fn, this.streamArn);
  }
}
