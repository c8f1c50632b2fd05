import type { ApiKeyCounts } from '@latchkey/client';

/** What the API counts keys by that somebody should look at. */
export const concerns = ['expiring', 'unused', 'neverExpiring', 'unrotated', 'broad', 'unlimited'] as const;

export type Concern = (typeof concerns)[number];

const dayMs = 86_400_000;
const expiringDays = 14;
const staleDays = 90;

/** The list of the keys that were counted: its filters mean what the counts mean, at the moment that these are of. */
export function listOf(concern: Concern, { asOf }: Pick<ApiKeyCounts, 'asOf'>): string {
  const asOfMs = Date.parse(asOf);
  const at = (ms: number) => new Date(ms).toISOString();
  const filters: Record<Concern, Readonly<Record<string, string>>> = {
    expiring: { expiresAfter: asOf, expiresBefore: at(asOfMs + expiringDays * dayMs), sort: 'expiresAt' },
    unused: { usedBefore: at(asOfMs - staleDays * dayMs).slice(0, 10) },
    neverExpiring: { neverExpires: 'true' },
    unrotated: { rotatedBefore: at(asOfMs - staleDays * dayMs) },
    broad: { broad: 'true' },
    unlimited: { unlimited: 'true' },
  };
  return `/api-keys?${new URLSearchParams(filters[concern])}`;
}
