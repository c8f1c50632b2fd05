import type { ApiKeyId } from '../contract/brands.ts';
import type { ChainHead } from '../domain/audit/audit.ts';
import { epochSeconds } from '../domain/time.ts';

/** The words that an expression stands for names and values with. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** On which condition a write is done. */
export interface Guard extends Placeholders {
  readonly ConditionExpression: string;
}

export const absent: Guard = { ConditionExpression: 'attribute_not_exists(pk)' };
export const present: Guard = { ConditionExpression: 'attribute_exists(pk)' };

/** Compares the item's ttl with the clock. */
function byTtl(ConditionExpression: string, nowMs: number): Guard {
  return {
    ConditionExpression,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': epochSeconds(nowMs) },
  };
}

/** The item is there and not past its ttl. */
export function alive(nowMs: number): Guard {
  return both(present, byTtl('attribute_not_exists(#ttl) OR #ttl > :now', nowMs));
}

/** The item is there, but past its ttl. */
export function pastTtl(nowMs: number): Guard {
  return byTtl('#ttl <= :now', nowMs);
}

/** Nothing is there, or what is there is past its ttl. */
export function absentOrPastTtl(nowMs: number): Guard {
  return either(absent, pastTtl(nowMs));
}

/** The item is at the version that was read. */
export function versionIs(version: number): Guard {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

/** The item is there, not past its ttl, and at the version that was read. */
export function atVersion(version: number, nowMs: number): Guard {
  return both(alive(nowMs), versionIs(version));
}

/** The latest event of the item's chain is the one that was read. */
export function chainEndsAt({ sequence, hash }: ChainHead): Guard {
  return {
    ConditionExpression: 'auditSequence = :sequence AND auditHash = :hash',
    ExpressionAttributeValues: { ':sequence': sequence, ':hash': hash },
  };
}

/** A counter of the item has the value, or more. */
export function countsAtLeast(counter: string, least: number): Guard {
  return { ConditionExpression: `${counter} >= :least`, ExpressionAttributeValues: { ':least': least } };
}

/** A counter of the item is less than a bound, or was never counted. */
export function countsLessThan(counter: string, bound: number): Guard {
  return {
    ConditionExpression: `attribute_not_exists(${counter}) OR ${counter} < :bound`,
    ExpressionAttributeValues: { ':bound': bound },
  };
}

/** A counter of the item is zero. */
export function countsNothing(counter: string): Guard {
  return { ConditionExpression: `${counter} = :none`, ExpressionAttributeValues: { ':none': 0 } };
}

/** The item is not another key's. */
export function heldBy(apiKeyId: ApiKeyId): Guard {
  return either(absent, {
    ConditionExpression: 'apiKeyId = :apiKeyId',
    ExpressionAttributeValues: { ':apiKeyId': apiKeyId },
  });
}

/** Nobody holds the item, or the holder is past its ttl, or it is this key itself. */
export function freeFor(apiKeyId: ApiKeyId, nowMs: number): Guard {
  return either(heldBy(apiKeyId), pastTtl(nowMs));
}

/** The user is there, and the one who was made then. */
export function userSince(createdAt: number): Guard {
  return {
    ConditionExpression: 'createdAt = :createdAt',
    ExpressionAttributeValues: { ':createdAt': createdAt },
  };
}

/** The stage is no other API's. */
export function stageFreeFor(name: string): Guard {
  return either(absent, {
    ConditionExpression: '#api = :api',
    ExpressionAttributeNames: { '#api': 'api' },
    ExpressionAttributeValues: { ':api': name },
  });
}

export function both(left: Guard, right: Guard): Guard {
  return joined(left, 'AND', right);
}

export function either(left: Guard, right: Guard): Guard {
  return joined(left, 'OR', right);
}

function joined(left: Guard, operator: 'AND' | 'OR', right: Guard): Guard {
  const ConditionExpression = `(${left.ConditionExpression}) ${operator} (${right.ConditionExpression})`;
  return { ConditionExpression, ...allPlaceholders(left, right) };
}

/** The placeholders of two expressions, which must not contradict each other. DynamoDB refuses an empty map of them. */
export function allPlaceholders(left: Placeholders, right: Placeholders): Placeholders {
  const names = { ...left.ExpressionAttributeNames, ...right.ExpressionAttributeNames };
  const values = { ...left.ExpressionAttributeValues, ...right.ExpressionAttributeValues };
  return {
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/** True for a stored item that DynamoDB should have removed already. */
export function isPastTtl(item: { readonly ttl?: unknown }, nowMs: number): boolean {
  return typeof item.ttl === 'number' && item.ttl <= Number(epochSeconds(nowMs));
}
