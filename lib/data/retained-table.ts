import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type * as environment from '../../lambdas/contract/environment.ts';
import { attributes } from '../../lambdas/contract/tables.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { allow, leadingKeys } from '../functions/grant.ts';

export function stringKey(name: string): { name: string; type: AttributeType } {
  return { name, type: AttributeType.STRING };
}

/**
 * What all tables share. Encryption is with a key that DynamoDB owns: a KMS key of the account's own would put
 * a second service, with its own request quota and outages, on the path of every authorisation, and what it
 * protects holds no plaintext secret.
 */
const shared = {
  partitionKey: stringKey(attributes.partitionKey),
  billing: Billing.onDemand(),
  encryption: TableEncryptionV2.dynamoOwnedKey(),
  timeToLiveAttribute: attributes.ttl,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies TablePropsV2;

/**
 * What is done to items, with the beginnings of the partition keys that it is done to. A transaction takes the
 * permission for each of its parts.
 */
export type ItemActions = Readonly<
  Partial<
    Record<
      'BatchGetItem' | 'BatchWriteItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem',
      readonly string[]
    >
  >
>;

export interface RetainedTableProps {
  /**
   * Capacity to have ready before the first burst; null for what a fresh on-demand table takes, 12,000 reads and 4,000
   * writes a second, which is also the least that can be asked for.
   */
  readonly warmThroughput: Configuration['warmThroughput']['credentials'];
}

/** A table that outlives its stack. Its indexes are as warm as it is: one that is colder would throttle it. */
export abstract class RetainedTable extends TableV2 {
  /** The environment variable that tells a function the table's name. */
  protected abstract readonly nameVariable: (typeof environment)[keyof typeof environment];

  constructor(
    scope: Construct,
    id: string,
    { warmThroughput }: RetainedTableProps,
    { globalSecondaryIndexes = [], ...props }: Partial<TablePropsV2> = {},
  ) {
    const warm = warmThroughput === null ? {} : { warmThroughput };
    const indexes = globalSecondaryIndexes.map((index) => ({ ...index, ...warm }));
    super(scope, id, { ...shared, ...props, ...warm, globalSecondaryIndexes: indexes });
  }

  /** Allows actions on the table's items, and tells the function its name. */
  protected allowOnItems(fn: LambdaFunction, actions: readonly string[], conditions?: Conditions): void {
    fn.addEnvironment(this.nameVariable, this.tableName);
    allow(fn, { actions, resources: [this.tableArn], ...(conditions === undefined ? {} : { conditions }) });
  }

  /** As `allowOnItems`, each action on items alone whose partition key begins in one of these ways. */
  protected allowOnPartitions(fn: LambdaFunction, beginnings: ItemActions): void {
    for (const [action, allowed] of Object.entries(beginnings)) {
      this.allowOnItems(fn, [`dynamodb:${action}`], leadingKeys(allowed.map((beginning) => `${beginning}*`)));
    }
  }
}
