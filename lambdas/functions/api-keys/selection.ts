import type { ApiKey } from '../../domain/keys/api-key.ts';
import {
  type ApiKeyFilter,
  asksForUse,
  matchesRecord,
  matchesUse,
  mayMatchUse,
} from '../../domain/keys/api-key-filter.ts';
import { inBatches } from '../../domain/batches.ts';
import type { ListPart } from '../../domain/list-part.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { withLastUse } from './last-use.ts';
import { createHolderFilter, type HolderFilter } from './holder-filter.ts';

/** Last uses of one round trip. */
const maxLookUps = 100;

export type SelectionDependencies = Pick<ApiKeyDependencies, 'readLastUses' | 'holders' | 'apis'>;

export interface Selection extends ApiKeyFilter, HolderFilter {
  /** Milliseconds since the epoch, which decide about all keys. */
  readonly now: number;
  /** Whether a key is wanted with its last use though the filter does not ask for it. @default - none is */
  readonly wantsUse?: (key: ApiKey) => boolean;
}

/**
 * The parts of a list without the keys that do not meet the filter. What is not in the record is looked up for a whole
 * part together, and for keys alone that meet the filter so far; keys whose last use was looked up have it.
 */
export function selectFrom(
  parts: AsyncIterable<ListPart<ApiKey>>,
  { now, wantsUse = () => false, ...filter }: Selection,
  deps: SelectionDependencies,
): AsyncGenerator<ListPart<ApiKey>> {
  const keepHeld = createHolderFilter(filter, deps);
  const needsUse = (key: ApiKey) => asksForUse(filter) || wantsUse(key);

  async function select(keys: readonly ApiKey[]): Promise<ApiKey[]> {
    const candidates = await keepHeld(
      keys.filter((key) => matchesRecord(key, filter, now) && mayMatchUse(key, filter)),
    );
    const known = await readUses(candidates.filter(needsUse), deps);
    return candidates.map((key) => known.get(key.id) ?? key).filter((key) => matchesUse(key, filter));
  }

  return (async function* () {
    for await (const { items, end } of parts) yield { items: await select(items), end };
  })();
}

/** The keys by their ids, with their last use. */
async function readUses(
  keys: readonly ApiKey[],
  { readLastUses }: Pick<SelectionDependencies, 'readLastUses'>,
): Promise<ReadonlyMap<string, ApiKey>> {
  const batches = inBatches(keys, maxLookUps);
  const uses = await Promise.all(batches.map((batch) => readLastUses(batch.map(({ id }) => id))));
  return new Map(
    batches.flatMap((batch, at) =>
      batch.map((key) => [key.id, withLastUse(key, uses[at]?.get(key.id))] as const),
    ),
  );
}
