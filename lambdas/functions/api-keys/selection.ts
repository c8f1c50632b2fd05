import type { ApiKey } from '../../domain/keys/api-key.ts';
import {
  type ApiKeyFilter,
  asksForUse,
  matchesRecord,
  matchesUse,
  mayMatchUse,
} from '../../domain/keys/api-key-filter.ts';
import { mayBeBroad } from '../../domain/keys/breadth.ts';
import type { CountedKey } from '../../domain/keys/key-counts.ts';
import { inBatches } from '../../domain/batches.ts';
import type { ListPart } from '../../domain/list-part.ts';
import { createBroadKeyFinder } from './broad-keys.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { holdersOnce } from './holders-once.ts';
import { type UsedApiKey, withLastUse } from './last-use.ts';
import { createHolderFilter, type HolderFilter } from './holder-filter.ts';

/** Last uses of one round trip. */
const maxLookUps = 100;

export type SelectionDependencies = Pick<ApiKeyDependencies, 'readLastUses' | 'holders' | 'apis'>;

export interface Selection extends ApiKeyFilter, HolderFilter {
  /** Milliseconds since the epoch, which decide about all keys. */
  readonly now: number;
  /** Whether a key is wanted with its use though the filter does not ask for it: it is judged by it. @default - none is */
  readonly wantsUse?: (key: ApiKey) => boolean;
}

/**
 * The parts of a list without the keys that do not meet the filter. What is not in the record is looked up for a whole
 * part together, and for keys alone that meet the filter so far; keys whose last use was looked up have it, and no other
 * can be told to be broad.
 */
export function selectFrom(
  parts: AsyncIterable<ListPart<ApiKey>>,
  { now, wantsUse = () => false, ...filter }: Selection,
  deps: SelectionDependencies,
): AsyncGenerator<ListPart<CountedKey>> {
  const holders = holdersOnce(deps);
  const keepHeld = createHolderFilter(filter, holders, deps);
  const findBroad = createBroadKeyFinder(holders, now);
  const needsUse = (key: ApiKey) => asksForUse(filter) || wantsUse(key);

  /** By its record, and what that tells of its use. */
  const mayMatch = (key: ApiKey) =>
    matchesRecord(key, filter, now) &&
    mayMatchUse(key, filter) &&
    (filter.broad !== true || mayBeBroad(key, now));

  async function select(keys: readonly ApiKey[]): Promise<CountedKey[]> {
    const candidates = await keepHeld(keys.filter(mayMatch));
    const known = await readUses(candidates.filter(needsUse), deps);
    const broad = await findBroad([...known.values()].filter((key) => matchesUse(key, filter)));
    return candidates
      .map((key) => ({ ...(known.get(key.id) ?? key), isBroad: broad.has(key.id) }))
      .filter((key) => matchesUse(key, filter))
      .filter(({ isBroad }) => filter.broad === undefined || isBroad === filter.broad);
  }

  return (async function* () {
    for await (const { items, end } of parts) yield { items: await select(items), end };
  })();
}

/** The keys by their ids, with their last use. */
async function readUses(
  keys: readonly ApiKey[],
  { readLastUses }: Pick<SelectionDependencies, 'readLastUses'>,
): Promise<ReadonlyMap<string, UsedApiKey>> {
  const batches = inBatches(keys, maxLookUps);
  const uses = await Promise.all(batches.map((batch) => readLastUses(batch.map(({ id }) => id))));
  return new Map(
    batches.flatMap((batch, at) =>
      batch.map((key) => [key.id, withLastUse(key, uses[at]?.get(key.id))] as const),
    ),
  );
}
