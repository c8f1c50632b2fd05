import { deleteKey, purgeKey } from '../../domain/keys/lifecycle.ts';
import { Problem } from '../../domain/problem.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { type ApiRequest, originOf } from '../../gateway/request.ts';
import { maxKeysPerRemoval } from '../../store/api-keys.ts';
import { type Pacing, untilSettled } from '../../store/transaction.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { revocation } from './schemas.ts';

type RevokeDependencies = Pick<ApiKeyDependencies, 'keys' | 'purges' | 'directory' | 'clock' | 'random'>;

/** Gives how many keys it dealt with; undefined where it met contention, to be called again. */
type Attempt = (ids: readonly string[]) => Promise<number | undefined>;

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
    problems: ['CONFLICT'],
    example: { answer: { revoked: 3 } },
  },
  async (request, deps: RevokeDependencies) => {
    const { keys, directory } = deps;
    const userId = normalizeUserId(request.pathParameters['userId'] ?? '');
    const user = userId.length <= 256 && userId !== '' ? await directory.getUser(userId) : null;
    if (user === null) throw new Problem('NOT_FOUND');
    const revoked = await settleAll(await keys.idsOfUser(userId), deleteKeys(request, deps), deps);
    await settleAll(await keys.idsOfUser(userId), purgeKeys(request, deps), deps);
    return { body: { revoked } };
  },
);

/** @throws Problem `CONFLICT` where contention does not end; what was done until then stays done */
async function settleAll(ids: readonly string[], attempt: Attempt, pacing: Pacing): Promise<number> {
  let total = 0;
  for (let at = 0; at < ids.length; at += maxKeysPerRemoval) {
    const done = await untilSettled(pacing, () => attempt(ids.slice(at, at + maxKeysPerRemoval)));
    if (done === undefined) throw new Problem('CONFLICT');
    total += done;
  }
  return total;
}

function deleteKeys(
  request: ApiRequest<unknown, unknown>,
  { keys, clock, random }: RevokeDependencies,
): Attempt {
  return async (ids) => {
    const found = await Promise.all(ids.map((id) => keys.get(id)));
    const removals = found
      .filter((key) => key !== null)
      .map((key) => ({
        key,
        event: deleteKey(key, originOf(request), { now: clock.now(), eventId: random.uuid() }),
      }));
    const [first, ...others] = removals;
    if (first === undefined) return 0;
    const outcome = await keys.remove([first, ...others]);
    return outcome.kind === 'committed' ? removals.length : undefined;
  };
}

/** What has no record is left to the reconciler, and what is not past its ttl was minted meanwhile. */
function purgeKeys(
  request: ApiRequest<unknown, unknown>,
  { purges, clock, random }: RevokeDependencies,
): Attempt {
  return async (ids) => {
    const found = await Promise.all(ids.map((id) => purges.readGone(id)));
    const gone = found
      .filter((remains) => remains !== null)
      .map((remains) => ({
        remains,
        event: purgeKey(remains.key, originOf(request), { now: clock.now(), eventId: random.uuid() }),
      }));
    const [first, ...others] = gone;
    if (first === undefined) return 0;
    const outcome = await purges.purge([first, ...others]);
    return outcome.kind === 'committed' ? gone.length : undefined;
  };
}
