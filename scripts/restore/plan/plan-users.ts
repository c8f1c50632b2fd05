import { adminRole, type Role } from '../../../lambdas/domain/people/role.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import { replayUser } from '../replay/replay-user.ts';
import type { Situation } from './situation.ts';
import type { Targets } from './targets.ts';

/** The users that the live tables lack, as they were last; disabled where that is not certain. */
export function planUsers({ copy, live }: Situation, targets: Targets, planned: readonly Role[]): User[] {
  const known = new Set([...live.roles.keys(), ...planned.map(({ name }) => name)]);
  return targets.missing('user').flatMap((userId) => {
    const settled = targets.settle('user', userId, copy.users.get(userId), replayUser);
    if (settled === null) return [];
    const { state } = settled;
    const roles = state.roles.filter((role) => known.has(role));
    const remade = roles.find((role) => role !== adminRole && targets.isForeign('role', role));
    const doubt =
      settled.doubt ??
      (roles.length < state.roles.length ? 'a role of theirs is not there any more' : null) ??
      (remade === undefined ? null : `the role ${remade} has been made anew`);
    if (doubt !== null) targets.doubt('user', userId, `${doubt}; they come back disabled`);
    // What Credentials still has of a user whose record is lost is the latest word.
    const word = live.userStates.get(userId);
    const isDisabled = doubt !== null || state.status === 'disabled' || word?.status === 'disabled';
    return [
      {
        ...state,
        roles: word === undefined ? roles : roles.filter((role) => word.roles.includes(role)),
        status: isDisabled ? 'disabled' : 'active',
        version: Math.max(state.version, word?.version ?? 0),
        keyCount: live.countedKeys.get(userId)?.size ?? 0,
      } as const,
    ];
  });
}
