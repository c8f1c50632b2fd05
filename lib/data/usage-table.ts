import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { environment } from '../../lambdas/contract/environment.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import { RetainedTable, stringKey } from './retained-table.ts';

/** Who used which key when: one chunk per key, day and batch. */
export class UsageTable extends RetainedTable {
  protected override readonly nameVariable = environment.usageTable;

  constructor(scope: Construct, id: string) {
    super(scope, id, { sortKey: stringKey(attributes.sortKey) });
  }

  /** Adding chunks; none is ever read, changed or removed by who writes them. */
  grantRecord(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:PutItem']);
  }

  /** Reading the chunks of a key, day by day. */
  grantRead(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:Query']);
  }
}
