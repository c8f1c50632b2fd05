import type { ApiKeyId } from '../../../lambdas/contract/brands.ts';
import { lastUseKey } from '../../../lambdas/contract/last-use-item.ts';
import type { Tables } from '../../../lambdas/store/client.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import { apiKeyKey } from '../../../lambdas/store/keys.ts';
import type { Progress } from '../progress.ts';
import { scanPages } from '../read/read-snapshot.ts';
import { fillMissing, findMissing } from './fill.ts';
import { type Recounting, RecountedPeriods } from './recounted-periods.ts';

interface Filling extends Recounting {
  /** Keys that come back, written already or not. */
  readonly planned: ReadonlySet<string>;
  readonly now: number;
  readonly isApplied: boolean;
  readonly progress: Progress;
}

/**
 * Gives the live Usage table what a copy of it holds and it lacks. Usage gives nobody a right. The last use of a key
 * that has ended stays away: nobody would remove it again. What both tables had a part of is counted anew.
 *
 * @returns how many items the live table lacked
 */
export async function fillUsage(
  client: Tables['client'],
  tables: { readonly copy: string; readonly live: string; readonly registry: string },
  { planned, now, isApplied, progress, ...recounting }: Filling,
): Promise<number> {
  const recounted = new RecountedPeriods();
  let count = 0;
  for await (const items of scanPages(client, tables.copy)) {
    const ids = items
      .map(keyUsedIn)
      .filter((id) => id !== null)
      .filter((id) => !planned.has(id));
    const gone = await findMissing(client, tables.registry, ids.map(apiKeyKey));
    const ended = new Set(gone.map(({ pk }) => pk));
    const kept = items.filter((item) => {
      const id = keyUsedIn(item);
      return !isPastTtl(item, now) && (id === null || !ended.has(apiKeyKey(id).pk));
    });
    recounted.addCopied(kept);
    count += await fillMissing(client, tables.live, kept, isApplied);
    progress.show('items of usage that were missing', count);
  }
  progress.end('items of usage that were missing', count);
  if (!isApplied) return count;
  for await (const items of scanPages(client, tables.live)) {
    recounted.addLive(items.filter((item) => !isPastTtl(item, now)));
  }
  const periods = await recounted.mark({ client, usage: tables.live }, recounting);
  progress.end('minutes, hours and days that are counted anew', periods);
  return count;
}

/** The key whose last use an item tells; null for what else is in the table. */
function keyUsedIn({ pk }: Readonly<Record<string, unknown>>): ApiKeyId | null {
  const beginning = lastUseKey('*').pk.replace('*', '');
  const text = String(pk);
  return text.startsWith(beginning) ? (text.slice(beginning.length) as ApiKeyId) : null;
}
