import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { attributes } from '../../lambdas/contract/tables.ts';
import { retainedTable, stringKey } from './retained-table.ts';

/** Who used which key when: one chunk per key, day and batch. */
export class UsageTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, { ...retainedTable, sortKey: stringKey(attributes.sortKey) });
  }
}
