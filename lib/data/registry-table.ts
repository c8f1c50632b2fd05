import { ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { attributes, type IndexName, indexKeys, registryPartitions } from '../../lambdas/contract/tables.ts';
import { allow } from '../functions/grant.ts';
import { RetainedTable, type RetainedTableProps, stringKey } from './retained-table.ts';

const { apiKey, name, user, role, firstAnswer, protectedApi, stage } = registryPartitions;

/**
 * The records that people manage, and the audit events of every change to them. Its stream carries the events
 * out; DynamoDB allows a stream two consumers.
 */
export class RegistryTable extends RetainedTable {
  protected override readonly nameVariable = environment.registryTable;

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
    if (this.tableStreamArn === undefined) throw new Error('the Registry table has no stream');
    this.streamArn = this.tableStreamArn;
  }

  /** Looking up a key, its user and their roles. */
  grantLookUp(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { GetItem: [apiKey, user], BatchGetItem: [role] });
  }

  /** As `grantLookUp`, and lists of audit events. */
  grantRead(fn: LambdaFunction): void {
    this.grantLookUp(fn);
    this.allowLists(fn, ['byCollection', 'byOwner']);
  }

  /**
   * Keys with their names, pointers, counts and events; the first answers to requests that were named. Users, roles and
   * protected APIs are looked up for lists of keys.
   */
  grantManageKeys(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [apiKey, name, user, firstAnswer, protectedApi],
      BatchGetItem: [role, user],
      Query: [user],
      PutItem: [apiKey, name, user, firstAnswer],
      UpdateItem: [apiKey, user],
      DeleteItem: [apiKey, name, user],
    });
    this.allowLists(fn, ['byCollection', 'byName', 'byExpiry', 'byOwner']);
  }

  /** Users and roles with their counts and events; a key is looked up where one calls. */
  grantManageDirectory(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [apiKey, user, role],
      BatchGetItem: [role],
      Query: [user, role],
      PutItem: [user, role],
      UpdateItem: [user, role],
      DeleteItem: [user, role],
    });
    this.allowLists(fn, ['byCollection']);
  }

  /** Protected APIs with their stages and events; key, user and roles are looked up of who calls. */
  grantManageApis(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [apiKey, user, protectedApi, stage],
      BatchGetItem: [role],
      Query: [protectedApi],
      PutItem: [protectedApi, stage],
      DeleteItem: [protectedApi, stage],
    });
    this.allowLists(fn, ['byCollection']);
  }

  /** Protected APIs with their stages and events, in the name of nobody who would have to be looked up. */
  grantRegister(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [protectedApi, stage],
      Query: [protectedApi],
      PutItem: [protectedApi, stage],
      DeleteItem: [protectedApi, stage],
    });
  }

  /** Writing the first administrator and their key; nothing is ever removed. */
  grantBootstrap(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [user],
      PutItem: [apiKey, name, user, role],
      UpdateItem: [user],
    });
  }

  /** Purging a key: its last audit event, its guard, its pointer, its user's count. */
  grantReconcile(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      GetItem: [apiKey, name, user],
      PutItem: [apiKey],
      UpdateItem: [user],
      DeleteItem: [name, user],
    });
  }

  /** Adding events to keys that only time brings, and finding keys that end soon. */
  grantNotify(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { GetItem: [apiKey], PutItem: [apiKey], UpdateItem: [apiKey] });
    this.allowLists(fn, ['byExpiry']);
  }

  /** Reading whole ranges of indexes; their partitions are no items', and so not among the leading keys. */
  private allowLists(fn: LambdaFunction, names: readonly IndexName[]): void {
    const resources = names.map((index) => `${this.tableArn}/index/${index}`);
    allow(fn, { actions: ['dynamodb:Query'], resources });
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
