import { type AttributeInput, type Attributes, readAttributes } from './attribute-value.ts';
import { malformed } from './error.ts';
import type { Outcome } from './outcome.ts';

/** One conditional UpdateItem. */
export interface UpdateInput {
  readonly pk: string;
  /** `SET #tat = :tat` for example. */
  readonly expression: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeInput>>;
}

/** What it came to: refused by its condition is an outcome like any other. */
export type UpdateOutcome =
  /** The attributes that were changed, as they are now. */
  | { readonly applied: true; readonly attributes: Attributes }
  /** The item as it stands; null where there is none. */
  | { readonly applied: false; readonly old: Attributes | null };

export function updateBody(table: string, input: UpdateInput): string {
  return JSON.stringify({
    TableName: table,
    Key: { pk: { S: input.pk } },
    UpdateExpression: input.expression,
    ConditionExpression: input.condition,
    ExpressionAttributeNames: input.names,
    ExpressionAttributeValues: input.values,
    ReturnValues: 'UPDATED_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

/** @throws DynamoDbError what DynamoDB refused with, if not for the condition; `malformed` */
export function readUpdate({ refusal, body }: Outcome): UpdateOutcome {
  if (refusal === null) {
    if (body['Attributes'] === undefined) throw malformed('the changed attributes');
    return { applied: true, attributes: readAttributes(body['Attributes']) };
  }
  if (refusal.type !== 'ConditionalCheckFailedException') throw refusal;
  return { applied: false, old: body['Item'] === undefined ? null : readAttributes(body['Item']) };
}
