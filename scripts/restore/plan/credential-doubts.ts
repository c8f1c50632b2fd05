import { minuteMs } from '../../../lambdas/domain/time.ts';
import type { Snapshot } from '../snapshot.ts';

/** Both tables are restored to the same second, but DynamoDB promises no common instant within it. */
const skewMs = minuteMs;

/**
 * Keys that the two halves of the copy do not agree about, by id, with what is odd: they were not restored to the same
 * moment, or somebody has changed one. What was in work when the copy was made is left out; the log tells of that.
 */
export function credentialDoubts({ keys, credentials }: Snapshot): Map<string, string> {
  let newest = 0;
  for (const { key } of keys.values()) newest = Math.max(newest, key.updatedAt);
  const doubts = new Map<string, string>();
  for (const [id, { key }] of keys) {
    const credential = credentials.get(key.secretHash);
    const isOdd = credential?.apiKeyId !== id || credential.userId !== key.userId;
    if (isOdd && key.updatedAt < newest - skewMs) doubts.set(id, 'the copies of both tables do not agree');
  }
  return doubts;
}
