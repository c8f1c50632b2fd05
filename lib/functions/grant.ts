import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** A permission on named resources: no wildcard in either list. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** @default - the actions are allowed unconditionally */
  readonly conditions?: Conditions;
}

export function allow(fn: LambdaFunction, grant: Grant): void {
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: [...grant.actions],
      resources: [...grant.resources],
      ...(grant.conditions === undefined ? {} : { conditions: grant.conditions }),
    }),
  );
}

/**
 * Confines actions to items whose partition key matches one of the patterns: all items of a batch, and those of each
 * part of a transaction. A request that names no key, such as a Scan, is refused (DynamoDB developer guide, "Using IAM
 * policy conditions for fine-grained access control").
 */
export function leadingKeys(patterns: readonly string[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...patterns] },
    // ForAllValues is true of an absent key as well (IAM user guide, set operators).
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}
