import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { lastUseIndex, lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import { recordedPartitions } from '../../lambdas/contract/recorded-item.ts';
import { tallyItems } from '../../lambdas/contract/tally-items.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import { leadingKeys } from '../functions/grant.ts';
import { RetainedTable, type RetainedTableProps, stringKey } from './retained-table.ts';

const duePartitions = `${tallyItems.due}*`;
const itemsOfLastUse = leadingKeys([lastUseKey('*').pk]);

/** Who used which key when: one chunk per key, day and batch, and one item per key that says when it was used last. */
export class UsageTable extends RetainedTable {
  protected override readonly nameVariable = environment.usageTable;

  constructor(scope: Construct, id: string, props: RetainedTableProps) {
    super(scope, id, props, {
      sortKey: stringKey(attributes.sortKey),
      globalSecondaryIndexes: [
        {
          indexName: lastUseIndex.name,
          partitionKey: stringKey(lastUseIndex.partitionKey),
          sortKey: stringKey(lastUseIndex.sortKey),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
  }

  /**
   * Adding chunks, noting last uses, and how far it has come; counting what all keys were used for. Nothing that is kept
   * of a single key is ever read or removed by who writes it.
   */
  grantRecord(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:PutItem']);
    this.allowOnItems(
      fn,
      ['dynamodb:UpdateItem'],
      leadingKeys([lastUseKey('*').pk, recordedPartitions, duePartitions]),
    );
    this.allowOnItems(
      fn,
      ['dynamodb:Query'],
      leadingKeys(Object.values(tallyItems).map((start) => `${start}*`)),
    );
    this.allowOnItems(fn, ['dynamodb:DeleteItem'], leadingKeys([duePartitions]));
  }

  /** Reading the chunks of a key, day by day, and how far recording has come. */
  grantRead(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:Query']);
    this.allowOnItems(fn, ['dynamodb:GetItem'], leadingKeys([recordedPartitions]));
    this.allowOnItems(fn, ['dynamodb:BatchGetItem'], leadingKeys([`${tallyItems.tallies}*`]));
  }

  /** Reading when keys were used last, and nothing of what was done with them. */
  grantLookUpLastUse(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:BatchGetItem'], itemsOfLastUse);
  }

  /** Forgetting when keys were used last that have ended. */
  grantReconcile(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:PutItem'], itemsOfLastUse);
  }
}
