import type { ApiKeyId, SecretHash } from '../../lambdas/contract/brands.ts';
import { credentialKey, limiterKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import * as environment from '../../lambdas/contract/environment.ts';
import { requireEnvironment } from '../../lambdas/contract/require-environment.ts';

/** What baselines are called with in place of an authorizer's event: they parse and hash nothing. */
export interface StoredKey {
  readonly hash: SecretHash;
  readonly id: string;
  readonly userId: string;
}

const table = requireEnvironment(environment.credentialsTable);

/** Input of the `GetItem` of a credential. */
export function getCredential({ hash }: StoredKey) {
  return { TableName: table, Key: marshalled(credentialKey(hash)), ConsistentRead: true };
}

/** Input of the `BatchGetItem` of a credential and its user's state: what a verdict reads. */
export function getBoth({ hash, userId }: StoredKey) {
  const Keys = [marshalled(credentialKey(hash)), marshalled(userStateKey(userId))];
  return { RequestItems: { [table]: { Keys, ConsistentRead: true } } };
}

/** Input of one conditional `UpdateItem` of a key's limiter, in the manner of GCRA. */
export function spend({ id }: StoredKey) {
  const now = Date.now();
  return {
    TableName: table,
    Key: marshalled(limiterKey(`bench-${id}` as ApiKeyId)),
    UpdateExpression: 'SET #tat = :tat, #ttl = :ttl',
    ConditionExpression: 'attribute_not_exists(#tat) OR #tat <= :latest',
    ExpressionAttributeNames: { '#tat': 'tat', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':tat': { N: `${now}000000` },
      ':latest': { N: `${now + 60_000}000000` },
      ':ttl': { N: String(Math.ceil(now / 1_000) + 3_600) },
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** The answer of a baseline that has found what it was asked for. */
export const found = { context: { code: 'VALID' } };

/** @throws Error where the answer has fewer items than were asked for: the bench would measure nothing */
export function expectItems(items: readonly unknown[] | undefined, count: number): void {
  if (items?.length !== count) throw new Error(`expected ${count} items, got ${items?.length ?? 0}`);
}

export function itemsOf(answer: {
  readonly Responses?: Record<string, unknown[]>;
}): readonly unknown[] | undefined {
  return answer.Responses?.[table];
}

function marshalled({ pk }: { readonly pk: string }) {
  return { pk: { S: pk } };
}
