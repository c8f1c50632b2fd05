import { createHash } from 'node:crypto';
import type { SecretHash } from '../../../lambdas/contract/brands.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import type { Random } from '../../../lambdas/domain/ports.ts';
import { ttlOf } from '../../../lambdas/store/api-key-item.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import { nameGuardKey } from '../../../lambdas/store/keys.ts';
import { type KnownKey, replayKey } from '../replay/replay-key.ts';
import { differsFromLive, type LiveSecrets, liveSecretsOf } from './live-secrets.ts';
import type { Lost, PlannedKey } from './planned.ts';
import type { Situation } from './situation.ts';
import { credentialDoubts } from './credential-doubts.ts';
import type { Targets } from './targets.ts';

interface PlannedKeys {
  readonly keys: readonly PlannedKey[];
  readonly purged: readonly ApiKey[];
  readonly lost: readonly Lost[];
}

/** Who has paused a key of which nobody knows what it may do: only a manager resumes it. */
const restorer = 'system';

/** The keys that the live tables lack, as they were last; paused where that is not certain. */
export function planKeys(situation: Situation, targets: Targets, planned: readonly User[]): PlannedKeys {
  const { copy, live, now, retentionDays } = situation;
  const users = new Set([...live.users.keys(), ...planned.map(({ userId }) => userId)]);
  const secrets = liveSecretsOf(live);
  const doubtful = credentialDoubts(copy);
  const names = new Map(live.names);
  const [keys, purged, lost]: [PlannedKey[], ApiKey[], Lost[]] = [[], [], []];

  for (const id of targets.missing('api_key')) {
    const stored = copy.keys.get(id);
    const settled = targets.settle<KnownKey, KnownKey>('api_key', id, stored?.key, replayKey);
    if (settled === null) {
      if (secrets.has(id)) targets.doubt('api_key', id, 'Credentials still has a secret of it');
      continue;
    }
    const { state } = settled;
    if (stored === undefined && !secrets.has(id)) {
      const { name, userId, createdAt } = state;
      lost.push({ id, name, userId, createdAt });
      continue;
    }
    if (!users.has(state.userId)) {
      targets.doubt('api_key', id, `its user ${state.userId} is not there any more; it does not come back`);
      continue;
    }
    const { key, isSecretKnown, doubt: odd } = withSecrets(state, secrets.get(id), situation);
    if (isPastTtl({ ttl: ttlOf(key, retentionDays) }, now)) {
      purged.push(key);
      continue;
    }
    const doubt =
      settled.doubt ??
      odd ??
      doubtful.get(id) ??
      (targets.isForeign('user', key.userId) ? 'its user has been made anew' : null);
    if (doubt !== null) targets.doubt('api_key', id, `${doubt}; it comes back paused`);
    const named = { ...key, name: freeName(key, names) };
    names.set(nameGuardKey(named.name).pk, id);
    keys.push({
      key: doubt === null ? named : { ...named, pausedBy: pauserInDoubt(named) },
      item: stored?.item ?? {},
      isSecretKnown,
      isCounted: live.countedKeys.get(key.userId)?.has(id) ?? false,
    });
  }
  return { keys, purged, lost };
}

/** The pause of another than the owner stays theirs. */
function pauserInDoubt({ pausedBy, userId }: ApiKey): string {
  return pausedBy === null || pausedBy === userId ? restorer : pausedBy;
}

/**
 * The key with the secrets that are known for certain. Where the current one is not, no secret has the hash that takes
 * its place, and the key is paused for its owner to rotate, unless its former secret still has time.
 */
function withSecrets(
  state: KnownKey,
  live: LiveSecrets | undefined,
  situation: Situation,
): { readonly key: ApiKey; readonly isSecretKnown: boolean; readonly doubt: string | null } {
  const secretHash = live?.current ?? state.secretHash;
  const retiringHash = live?.retiring ?? state.retiringHash;
  const isRetiring =
    retiringHash !== null &&
    retiringHash !== secretHash &&
    state.rotationEndsAt !== null &&
    state.rotationEndsAt > situation.now;
  const isSecretKnown = secretHash !== null;
  const key = {
    ...state,
    secretHash: secretHash ?? hashOfNothing(situation.random),
    retiringHash: isRetiring ? retiringHash : null,
    retiringPrefix: isRetiring ? state.retiringPrefix : null,
    rotationEndsAt: isRetiring ? state.rotationEndsAt : null,
    pausedBy: isSecretKnown || isRetiring ? state.pausedBy : (state.pausedBy ?? state.userId),
  };
  const isReplaced =
    live?.current !== undefined && state.secretHash !== null && live.current !== state.secretHash;
  return {
    key,
    isSecretKnown,
    doubt: isReplaced
      ? 'Credentials has another secret than the log'
      : differsFromLive(key, situation)
        ? 'Credentials still has it otherwise than the log'
        : null,
  };
}

/** A hash that belongs to no secret: what it is over has not the shape of one, and is forgotten. */
function hashOfNothing(random: Random): SecretHash {
  return createHash('sha256').update(random.bytes(32)).digest('hex') as SecretHash;
}

const maxNameLength = 256;

/** The key's name, or one like it where a live key has taken it over. */
function freeName({ id, name }: ApiKey, names: ReadonlyMap<string, string>): string {
  const isFree = (wanted: string) => (names.get(nameGuardKey(wanted).pk) ?? id) === id;
  if (isFree(name)) return name;
  const suffix = ` (restored ${id})`;
  return `${[...name].slice(0, maxNameLength - suffix.length).join('')}${suffix}`;
}
