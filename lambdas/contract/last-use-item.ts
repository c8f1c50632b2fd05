import type { ApiKeyId } from './brands.ts';

/** The item of the Usage table that says when a key was used last. `*` stands for those of all keys, in a policy. */
export const lastUseKey = (apiKeyId: ApiKeyId | '*'): { pk: string; sk: string } => ({
  pk: `USED#${apiKeyId}`,
  sk: 'USED',
});

/**
 * The index of the Usage table: keys by the day of their last use. It holds the items' keys and nothing else, so that
 * only a key's first use of a day is written to it.
 */
export const lastUseIndex = { name: 'byDayOfUse', partitionKey: 'usedOn', sortKey: 'pk' } as const;
