import type { Plan } from '../plan/planned.ts';
import type { Progress } from '../progress.ts';
import { inLanes } from './lanes.ts';
import type { Writer, Written } from './writer.ts';

/** How many users' keys are written side by side. Those of one user share a counter, and come one after the other. */
const lanes = 8;

/**
 * Writes a plan: roles before their holders, users before their keys and webhooks. Whatever is written is whole, so it can be ended
 * at any moment, and a plan made anew has the rest.
 *
 * @returns how many were not written, since the live tables had changed since they were read
 */
export async function applyPlan(plan: Plan, writer: Writer, progress: Progress): Promise<number> {
  let left = 0;
  const step = async <T>(
    name: string,
    groups: readonly (readonly T[])[],
    atOnce: number,
    write: (item: T) => Promise<Written>,
  ) => {
    const total = groups.reduce((sum, { length }) => sum + length, 0);
    if (total === 0) return;
    let done = 0;
    await inLanes(groups, atOnce, async (group) => {
      for (const item of group) {
        if (await write(item)) done += 1;
        else left += 1;
        progress.show(name, done, total);
      }
    });
    progress.end(name, done);
  };
  await step('halves written', [plan.halves], 1, (half) => writer.half(half));
  await step('roles restored', [plan.roles], 1, (role) => writer.role(role, plan.activeAdministrators));
  await step('protected APIs restored', [plan.apis], 1, (api) => writer.api(api));
  const remade = new Set<string>();
  await step('users restored', [plan.users], 1, async (user) => {
    const isWritten = await writer.user(user);
    if (!isWritten) remade.add(user.userId);
    return isWritten;
  });
  // Whoever was made meanwhile under the id of a user may do something else than that user could.
  const keysByUser = Map.groupBy(
    plan.keys.filter(({ key }) => !remade.has(key.userId)),
    ({ key }) => key.userId,
  );
  await step('keys restored', [...keysByUser.values()], lanes, (key) => writer.key(key));
  await step('keys past their retention ended', [plan.purged], 1, (key) => writer.purge(key));
  // Behind all that comes back, so that they are told little of it.
  await step('webhooks restored', [plan.webhooks], 1, (webhook) => writer.webhook(webhook));
  return left + plan.keys.filter(({ key }) => remade.has(key.userId)).length;
}
