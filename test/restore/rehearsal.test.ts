import { hourMs } from '../../lambdas/domain/time.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { ttlOf } from '../../lambdas/store/api-key-item.ts';
import { isPastTtl } from '../../lambdas/store/conditions.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { clockAt } from '../support/memory-ports.ts';
import { contradictionsIn, endedOrRotated, faultsOfChains, gainsOf, isAsBefore } from './judge.ts';
import { dyingAfter, keysOf, type Loss, loseTables, restoreInto, settings, verdictsOn } from './rehearsal.ts';
import { Seeded } from './seeded.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

/** What all moments have shown together: a rehearsal in which nothing happened would prove nothing. */
const seen = { asBefore: 0, gone: 0, lost: 0, rotated: 0, inGrace: 0, narrowed: 0 };

async function withLoss(seed: string, rehearse: (loss: Loss, live: Engine) => Promise<void>): Promise<void> {
  const loss = await loseTables(engine.endpoint, seed);
  const live = await startEngine(engine.endpoint);
  try {
    await rehearse(loss, live);
  } finally {
    await live.stop();
    await loss.stop();
  }
}

/** Compares every secret that was ever shown with what it could do at the loss: then, and when graces are over. */
async function judgeSecrets(loss: Loss, live: Engine): Promise<void> {
  const { secrets } = loss.clients;
  const copied = await keysOf(loss.copy.tables);
  const changed = endedOrRotated(loss.log, copied);
  for (const at of [loss.at, loss.at + 2 * hourMs]) {
    const clock = clockAt(at);
    const before = await verdictsOn(loss.lost, clock, secrets);
    const after = await verdictsOn(live, clock, secrets);
    const gains = secrets.flatMap(({ apiKeyId }, n) =>
      gainsOf(before[n]!, after[n]!).map((gain) => `${apiKeyId} ${gain}`),
    );
    expect(gains).toEqual([]);
    const kept = secrets
      .map((shown, n) => ({ ...shown, n }))
      .filter(({ apiKeyId }) => copied.has(apiKeyId) && !changed.has(apiKeyId));
    // At the loss; later some are gone, each when its time is over.
    const unlike = kept.filter(({ n }) => !isAsBefore(before[n]!, after[n]!));
    if (at === loss.at) expect(unlike.map(({ apiKeyId }) => apiKeyId)).toEqual([]);
    if (at !== loss.at) continue;
    seen.asBefore += kept.filter(({ n }) => before[n]!.verdict.code === 'VALID').length;
    seen.gone += before.filter(({ verdict }) => verdict.code === 'API_KEY_INVALID').length;
    seen.inGrace += after.filter(
      ({ verdict, credential }) => verdict.code === 'VALID' && credential?.retiresAt !== null,
    ).length;
  }
}

test.each(Array.from({ length: 20 }, (_, at) => `moment ${at + 1}`))(
  'tables lost under load, restored from an older copy: %s',
  async (seed) => {
    await withLoss(seed, async (loss, live) => {
      const clock = clockAt(loss.at);
      const copied = await keysOf(loss.copy.tables);
      const last = await keysOf(loss.lost.tables);

      const { plan, eventCount } = await restoreInto(live.tables, loss, { clock }).dryRun();
      expect(plan.doubts).toEqual([]);
      expect(await live.contents()).toEqual({});
      // Killed in the midst, and begun again.
      const { roles, users, keys, purged } = plan;
      const all = eventCount + roles.length + users.length + keys.length + purged.length;
      const writes = new Seeded(seed).number(1, all - 1);
      const dying = dyingAfter(live.tables, writes);
      await expect(restoreInto(dying, loss, { clock }).apply()).rejects.toThrow('killed');
      const { left } = await restoreInto(live.tables, loss, { clock }).apply();
      expect(left).toBe(0);

      await judgeSecrets(loss, live);
      const restored = await keysOf(live.tables);
      const isKept = (key: ApiKey) => !isPastTtl({ ttl: ttlOf(key, settings.retentionDays) }, loss.at);
      const expected = [...last.values()].filter((key) => copied.has(key.id) && isKept(key));
      expect([...restored.keys()].toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
      const newer = [...last.keys()].filter((id) => !copied.has(id));
      expect(plan.lost.map(({ id }) => id).toSorted()).toEqual(newer.toSorted());
      for (const [id, key] of restored) {
        const was = last.get(id)!;
        expect(key.version).toBeGreaterThan(was.version);
        // A pause that only a manager lifts stays one.
        const isManagers = was.pausedBy !== null && was.pausedBy !== was.userId;
        if (isManagers) expect([null, key.userId]).not.toContain(key.pausedBy);
      }
      expect(await faultsOfChains(live.tables, loss.log)).toEqual([]);
      expect(await contradictionsIn(live)).toEqual([]);

      const whole = await live.contents();
      const again = await restoreInto(live.tables, loss, { clock }).apply();
      expect([again.plan.roles, again.plan.users, again.plan.keys, again.plan.halves]).toEqual([
        [],
        [],
        [],
        [],
      ]);
      expect([again.eventCount, again.left]).toEqual([0, 0]);
      expect(await live.contents()).toEqual(whole);
      seen.lost += newer.length;
      seen.rotated += plan.keys.filter(({ isSecretKnown }) => !isSecretKnown).length;
      seen.narrowed += loss.log.filter(({ action }) => action === 'user.updated').length;
    });
  },
  120_000,
);

test('the moments had what they are to show', () => {
  for (const [what, count] of Object.entries(seen)) expect([what, count > 0]).toEqual([what, true]);
});
