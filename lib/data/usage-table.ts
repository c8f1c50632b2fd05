import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { environment } from '../../lambdas/contract/environment.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import { allow } from '../functions/grant.ts';
import { retainedTable, stringKey } from './retained-table.ts';

/** Who used which key when: one chunk per key, day and batch. */
export class UsageTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, { ...retainedTable, sortKey: stringKey(attributes.sortKey) });
  }

  /** Adding chunks; none is ever read, changed or removed by who writes them. */
  grantRecord(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, { actions: ['dynamodb:PutItem'], resources: [this.tableArn] });
  }

  /** Reading the chunks of a key, day by day. */
  grantRead(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, { actions: ['dynamodb:Query'], resources: [this.tableArn] });
  }

  private nameFor(fn: LambdaFunction): void {
    fn.addEnvironment(environment.usageTable, this.tableName);
  }
}
