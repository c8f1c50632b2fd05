import { ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { environment } from '../../lambdas/contract/environment.ts';
import { attributes, indexKeys } from '../../lambdas/contract/tables.ts';
import { allow } from '../functions/grant.ts';
import { RetainedTable, type RetainedTableProps, stringKey } from './retained-table.ts';

/**
 * The records that people manage, and the audit events of every change to them. Its stream carries the events
 * out; DynamoDB allows a stream two consumers.
 */
export class RegistryTable extends RetainedTable {
  protected override readonly nameVariable = environment.registryTable;
  private readonly indexArns: readonly string[];

  /** ARN of the stream of new and old images. */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: RetainedTableProps) {
    super(scope, id, props, {
      sortKey: stringKey(attributes.sortKey),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      globalSecondaryIndexes: Object.entries(indexKeys).map(([indexName, keys]) => ({
        indexName,
        partitionKey: stringKey(keys.partitionKey),
        sortKey: stringKey(keys.sortKey),
        projectionType: ProjectionType.ALL,
      })),
    });
    this.indexArns = Object.keys(indexKeys).map((name) => `${this.tableArn}/index/${name}`);
    if (this.tableStreamArn === undefined) throw new Error('the Registry table has no stream');
    this.streamArn = this.tableStreamArn;
  }

  /** Single reads of items whose keys are known. */
  grantLookUp(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
  }

  /** Single reads and lists. */
  grantRead(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']);
    allow(fn, { actions: ['dynamodb:Query'], resources: this.indexArns });
  }

  /** Reads, lists, and the actions that transactions consist of. */
  grantManage(fn: LambdaFunction): void {
    this.allowOnItems(fn, [
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    allow(fn, { actions: ['dynamodb:Query'], resources: this.indexArns });
  }

  /** Writing the first administrator; nothing is ever removed. */
  grantBootstrap(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Purging a key: its last audit event, its guard, its pointer, its user's count. */
  grantReconcile(fn: LambdaFunction): void {
    this.allowOnItems(fn, [
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  }

  /** What an event source mapping reads the stream with, in its function's name. */
  grantConsume(fn: LambdaFunction): void {
    allow(fn, {
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      resources: [this.streamArn],
    });
  }
}
