import { epochSeconds } from '../domain/time.ts';

/** Expressions that several writes share. Their names and values are added by `guarded`. */
export interface Guard {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** The item is there, not past its ttl, and at the version that was read. */
export function atVersion(version: number, nowMs: number): Guard {
  return {
    ConditionExpression:
      'attribute_exists(pk) AND (attribute_not_exists(#ttl) OR #ttl > :now) AND #version = :version',
    ExpressionAttributeNames: { '#ttl': 'ttl', '#version': 'version' },
    ExpressionAttributeValues: { ':now': epochSeconds(nowMs), ':version': version },
  };
}

export const absent: Guard = { ConditionExpression: 'attribute_not_exists(pk)' };

/** Nothing is there, or what is there is past its ttl. */
export function absentOrPastTtl(nowMs: number): Guard {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': epochSeconds(nowMs) },
  };
}

/** Nobody holds the item, or the holder is past its ttl, or it is this key itself. */
export function freeFor(apiKeyId: string, nowMs: number): Guard {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now OR apiKeyId = :apiKeyId',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': epochSeconds(nowMs), ':apiKeyId': apiKeyId },
  };
}

/** The item is not another key's. */
export function heldBy(apiKeyId: string): Guard {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR apiKeyId = :apiKeyId',
    ExpressionAttributeValues: { ':apiKeyId': apiKeyId },
  };
}

/** True for a stored item that DynamoDB should have removed already. */
export function isPastTtl(item: { readonly ttl?: unknown }, nowMs: number): boolean {
  return typeof item.ttl === 'number' && item.ttl <= epochSeconds(nowMs);
}
