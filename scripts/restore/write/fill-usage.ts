import type { Tables } from '../../../lambdas/store/client.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import type { Progress } from '../progress.ts';
import { scanPages } from '../read/read-snapshot.ts';
import { fillMissing } from './fill.ts';

/** Gives the live Usage table what a copy of it holds and it lacks. Usage gives nobody a right. */
export async function fillUsage(
  client: Tables['client'],
  tables: { readonly copy: string; readonly live: string },
  { now, isApplied, progress }: { now: number; isApplied: boolean; progress: Progress },
): Promise<number> {
  let count = 0;
  for await (const items of scanPages(client, tables.copy)) {
    const kept = items.filter((item) => !isPastTtl(item, now));
    count += await fillMissing(client, tables.live, kept, isApplied);
    progress.show('items of usage that were missing', count);
  }
  progress.end('items of usage that were missing', count);
  return count;
}
