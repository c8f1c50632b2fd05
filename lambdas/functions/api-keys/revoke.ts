import type { ApiKeyId } from '../../contract/brands.ts';
import { deleteKey, purgeKey } from '../../domain/keys/lifecycle.ts';
import { Problem } from '../../domain/problem.ts';
import { normalizeUserId, userIdPattern } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { originOf } from '../../gateway/request.ts';
import { maxKeysPerRemoval } from '../../store/api-keys.ts';
import { contentionBudgetMs, type Outcome, type Pacing, untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { revocation } from './schemas.ts';

type RevokeDependencies = Pick<ApiKeyDependencies, 'keys' | 'purges' | 'directory' | 'clock' | 'random'>;

/** How long after its beginning a revocation of many keys still waits for others. */
const revocationBudgetMs = 12_000;

/** Gives how many keys it dealt with; undefined where another was faster, to be called again. */
type Attempt = (ids: readonly ApiKeyId[]) => Promise<number | undefined>;

export const revokeUserKeys = operation(
  'revokeUserKeys',
  {
    summary: 'Delete all API keys of a user',
    description:
      'Deletes every key of the user, with one audit event each. Keys that are minted meanwhile may survive: disable ' +
      'the user first where that matters. What is left of keys that expired long ago is removed too, and not counted, ' +
      'so that the user can then be deleted.',
    tag: 'API keys',
    success: success(200, revocation),
    example: { answer: { revoked: 3 } },
  },
  async (request, deps: RevokeDependencies) => {
    const { keys, purges, directory } = deps;
    const userId = normalizeUserId(request.pathParameters['userId'] ?? '');
    const user = userIdPattern.test(userId) ? await directory.getUser(userId) : null;
    if (user === null) throw new Problem('NOT_FOUND');
    const origin = originOf(request);
    const deadlineMs = deps.clock.now() + revocationBudgetMs;
    const deleteKeys = attemptTo(
      (id) => keys.get(id),
      (key) => ({ key, event: deleteKey(key, origin, momentOf(deps)) }),
      (removals) => keys.remove(removals),
    );
    const revoked = await settleAll(await keys.idsOfUser(userId), deleteKeys, deps, deadlineMs);
    // What has no record is left to the reconciler; what is not past its ttl was minted meanwhile.
    const purgeKeys = attemptTo(
      (id) => purges.readGone(id),
      (remains) => ({ remains, event: purgeKey(remains.key, origin, momentOf(deps)) }),
      (removals) => purges.purge(removals),
    );
    await settleAll(await keys.idsOfUser(userId), purgeKeys, deps, deadlineMs);
    return { body: { revoked } };
  },
);

/** @throws Busy where contention does not end; what was done until then stays done */
async function settleAll(
  ids: readonly ApiKeyId[],
  attempt: Attempt,
  pacing: Pacing,
  deadlineMs: number,
): Promise<number> {
  let total = 0;
  for (let at = 0; at < ids.length; at += maxKeysPerRemoval) {
    total += await untilSettled(
      pacing,
      () => attempt(ids.slice(at, at + maxKeysPerRemoval)),
      Math.min(deadlineMs, pacing.clock.now() + contentionBudgetMs),
    );
  }
  return total;
}

/** Removes what is found, all at once. */
function attemptTo<T, Removal>(
  find: (id: ApiKeyId) => Promise<T | null>,
  toRemoval: (found: T) => Removal,
  remove: (removals: readonly [Removal, ...Removal[]]) => Promise<Outcome<string>>,
): Attempt {
  return async (ids) => {
    const found = await Promise.all(ids.map((id) => find(id)));
    const [first, ...others] = found.filter((each) => each !== null).map(toRemoval);
    if (first === undefined) return 0;
    const outcome = await remove([first, ...others]);
    return outcome.kind === 'committed' ? 1 + others.length : undefined;
  };
}
