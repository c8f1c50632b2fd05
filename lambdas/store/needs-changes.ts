import { type CallNeeds, isBeyondBound, type NotedNeeds } from '../domain/usage/key-needs.ts';
import type { LastUse } from '../domain/usage/last-use.ts';
import { dayMs } from '../domain/time.ts';
import { allPlaceholders, both, type Guard, type Placeholders, present } from './conditions.ts';
import { needsAttributes } from './last-use-item.ts';

/** An update, as DynamoDB's commands have it, beside table and key. */
export interface Change extends Partial<Guard> {
  readonly UpdateExpression: string;
}

/** The item is that of a key that has not ended. */
const standing: Guard = both(present, {
  ConditionExpression: 'attribute_not_exists(#ttl)',
  ExpressionAttributeNames: { '#ttl': 'ttl' },
});

/** Whether what is noted of a key lacks anything that calls needed: then it is to be written. */
export function lacks(noted: NotedNeeds | null, needs: CallNeeds | undefined): boolean {
  return noted !== null && needs !== undefined && needsChanges(noted, { usedAtMs: 0, needs }).length > 0;
}

/** The writes after which what calls needed is noted; none where it is. A call that tells nothing is noted once a day. */
export function needsChanges(noted: NotedNeeds, use: Pick<LastUse, 'usedAtMs' | 'needs'>): Change[] {
  const { needs } = use;
  if (needs === undefined) return [];
  // An environment that did not know it has noted something again.
  if (noted.isFull) return noted.texts.size > 0 ? [full] : [];
  if (isBeyondBound(new Set([...noted.texts, ...needs.texts]))) return [full];
  const isNews = noted.sinceMs === null || needs.texts.some((text) => !noted.texts.has(text));
  const { untoldAtMs } = needs;
  return [
    ...(isNews ? [withNeeds({ UpdateExpression: 'SET', ...standing }, use)] : []),
    ...(untoldAtMs !== null && untoldAtMs >= (noted.untoldAtMs ?? 0) + dayMs ? [untold(untoldAtMs)] : []),
  ];
}

/** Notes what calls needed with a change of their key's item that sets something, or nothing yet. */
export function withNeeds(change: Change, { usedAtMs, needs }: Pick<LastUse, 'usedAtMs' | 'needs'>): Change {
  if (needs === undefined) return change;
  const { UpdateExpression, ...rest } = change;
  const comma = UpdateExpression === 'SET' ? '' : ',';
  const since: Placeholders = {
    ExpressionAttributeNames: { '#since': needsAttributes.sinceMs },
    ExpressionAttributeValues: { ':since': usedAtMs },
  };
  const set = `${UpdateExpression}${comma} #since = if_not_exists(#since, :since)`;
  // DynamoDB has no empty sets, and what is too much is not noted at all.
  if (needs.texts.length === 0 || isBeyondBound(needs.texts)) {
    return { ...rest, UpdateExpression: set, ...allPlaceholders(rest, since) };
  }
  const texts: Placeholders = {
    ExpressionAttributeNames: { '#needs': needsAttributes.texts },
    ExpressionAttributeValues: { ':needs': new Set(needs.texts) },
  };
  return {
    ...rest,
    UpdateExpression: `${set} ADD #needs :needs`,
    ...allPlaceholders(rest, allPlaceholders(since, texts)),
  };
}

/** It never goes back. */
function untold(untoldAtMs: number): Change {
  return {
    UpdateExpression: 'SET #untoldAt = :untoldAt',
    ...both(standing, {
      ConditionExpression: 'attribute_not_exists(#untoldAt) OR #untoldAt < :untoldAt',
      ExpressionAttributeNames: { '#untoldAt': needsAttributes.untoldAtMs },
      ExpressionAttributeValues: { ':untoldAt': untoldAtMs },
    }),
  };
}

const full: Change = {
  UpdateExpression: 'SET #full = :full REMOVE #needs',
  ...both(standing, {
    ConditionExpression: 'attribute_not_exists(#full) OR attribute_exists(#needs)',
    ExpressionAttributeNames: { '#full': needsAttributes.isFull, '#needs': needsAttributes.texts },
    ExpressionAttributeValues: { ':full': true },
  }),
};
