import { adminRole } from '../../../lambdas/domain/people/role.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import { missingHalves } from './missing-halves.ts';
import { planApis } from './plan-apis.ts';
import { planKeys } from './plan-keys.ts';
import { planRoles } from './plan-roles.ts';
import { planUsers } from './plan-users.ts';
import { planWebhooks } from './plan-webhooks.ts';
import type { Plan } from './planned.ts';
import type { Situation } from './situation.ts';
import { Targets } from './targets.ts';

/** Nobody could give anybody anything any more. */
export class NoAdministratorError extends Error {
  override readonly name = 'NoAdministratorError';
  constructor() {
    super('No active administrator would be left: give the whole log since the copy, or a later copy');
  }
}

/**
 * Decides what of a copy the live tables lack, as the log says that it was at its end. Whatever is not certain comes
 * back without effect: a key paused, a user disabled, a role that grants nothing, an API without a route, a webhook disabled.
 *
 * @throws NoAdministratorError
 */
export function planRestore(situation: Situation): Plan {
  const targets = new Targets(situation);
  const roles = planRoles(situation, targets);
  const users = planUsers(situation, targets, roles);
  const { keys, purged, lost } = planKeys(situation, targets, users);
  const { live } = situation;
  const isActiveAdministrator = ({ status, roles: held }: User) =>
    status === 'active' && held.includes(adminRole);
  const activeAdministrators = [...live.users.values()].filter(isActiveAdministrator).length;
  if (activeAdministrators === 0 && !users.some(isActiveAdministrator)) throw new NoAdministratorError();
  return {
    roles,
    activeAdministrators,
    users,
    keys,
    purged,
    apis: planApis(situation, targets),
    ...planWebhooks(situation, targets, users),
    halves: missingHalves(situation, targets),
    lost,
    present: targets.present,
    ended: targets.ended,
    doubts: targets.doubts,
    foreign: targets.foreign,
  };
}
