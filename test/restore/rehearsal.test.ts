import { isDeepStrictEqual } from 'node:util';
import { hourMs } from '../../lambdas/domain/time.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import type { Endpoint } from '../../lambdas/domain/webhooks/endpoint.ts';
import type { Authentication } from '../../lambdas/verdict/authenticate.ts';
import { ttlOf } from '../../lambdas/store/api-key-item.ts';
import { isPastTtl } from '../../lambdas/store/conditions.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { clockAt } from '../support/memory-ports.ts';
import {
  contradictionsIn,
  endedOrRotated,
  faultsOfChains,
  gainsOf,
  isAsBefore,
  protectedStagesIn,
} from './judge.ts';
import {
  dyingAfter,
  eventsOf,
  keysOf,
  type Loss,
  loseTables,
  restoreInto,
  settings,
  verdictsOn,
  webhooksOf,
} from './rehearsal.ts';
import { Seeded } from './seeded.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const moments = Array.from({ length: 20 }, (_, at) => `moment ${at + 1}`);

/** What all moments have shown together: a rehearsal in which nothing happened would prove nothing. */
const seen = {
  'secrets that worked in the copy, and no more at the loss': 0,
  'secrets that could do less at the loss than in the copy': 0,
  'secrets of keys that nothing ended or rotated': 0,
  'keys that were rotated since the copy': 0,
  'former secrets that still had time': 0,
  'keys that were newer than the copy, and listed': 0,
  'stages of protected APIs': 0,
  'stages that were protected otherwise in the copy, or not at all': 0,
  'stages that were protected in the copy, and no more at the loss': 0,
  'webhooks that came back': 0,
  'webhooks that were deleted since the copy': 0,
  'webhooks that were rotated since the copy': 0,
  'chains of events': 0,
};
/** What none may show. */
const faults = {
  'secrets that could do more than at the loss': 0,
  'secrets of keys that nothing ended or rotated, and were lost': 0,
  'keys that were newer than the copy, and not listed': 0,
  'stages that are protected otherwise than at the loss': 0,
  'webhooks that are another than at the loss': 0,
  'chains with a fault': 0,
};

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
    faults['secrets that could do more than at the loss'] += gains.length;
    expect(gains).toEqual([]);
    // At the loss; later some are gone, each when its time is over.
    if (at !== loss.at) continue;
    const kept = secrets
      .map((shown, n) => ({ ...shown, n }))
      .filter(({ apiKeyId }) => copied.has(apiKeyId) && !changed.has(apiKeyId));
    const unlike = kept.filter(({ n }) => !isAsBefore(before[n]!, after[n]!));
    faults['secrets of keys that nothing ended or rotated, and were lost'] += unlike.length;
    expect(unlike.map(({ apiKeyId }) => apiKeyId)).toEqual([]);
    const isValid = ({ verdict }: Authentication) => verdict.code === 'VALID';
    const inCopy = await verdictsOn(loss.copy, clock, secrets);
    const taken = before.filter((atLoss, n) => gainsOf(atLoss, inCopy[n]!).length > 0);
    const narrowed = taken.filter(isValid);
    seen['secrets that worked in the copy, and no more at the loss'] += taken.length - narrowed.length;
    seen['secrets that could do less at the loss than in the copy'] += narrowed.length;
    seen['secrets of keys that nothing ended or rotated'] += kept.filter(({ n }) =>
      isValid(before[n]!),
    ).length;
    seen['former secrets that still had time'] += after.filter(
      (each) => isValid(each) && each.credential?.retiresAt !== null,
    ).length;
  }
}

/** Compares what each stage asks for with what it did at the loss. */
async function judgeStages(loss: Loss, live: Engine): Promise<void> {
  const [before, after, copied] = await Promise.all([loss.lost, live, loss.copy].map(protectedStagesIn));
  const isSame = (left: unknown, right: unknown) => isDeepStrictEqual(left, right);
  const names = new Set([...Object.keys(before!), ...Object.keys(after!)]);
  faults['stages that are protected otherwise than at the loss'] += [...names].filter(
    (name) => !isSame(before![name], after![name]),
  ).length;
  expect(after).toEqual(before);
  const stages = Object.keys(before!).filter((name) => name.startsWith('A#'));
  seen['stages of protected APIs'] += stages.length;
  seen['stages that were protected otherwise in the copy, or not at all'] += stages.filter(
    (name) => !isSame(before![name], copied![name]),
  ).length;
  seen['stages that were protected in the copy, and no more at the loss'] += Object.keys(copied!).filter(
    (name) => name.startsWith('A#') && !(name in before!),
  ).length;
}

/** Compares each webhook that the copy has with what it was at the loss: its aim, its owner, and which secrets it has. */
async function judgeWebhooks(loss: Loss, live: Engine): Promise<void> {
  const [last, after, copied] = await Promise.all(
    [loss.lost, live, loss.copy].map(({ tables }) => webhooksOf(tables)),
  );
  const view = (each: Endpoint | undefined) => each && { ...each, version: 0, updatedAt: 0, chain: null };
  const expected = [...last!.keys()].filter((id) => copied!.has(id)).toSorted();
  expect([...after!.keys()].toSorted()).toEqual(expected);
  for (const id of expected) {
    if (!isDeepStrictEqual(view(after!.get(id)), view(last!.get(id))))
      faults['webhooks that are another than at the loss'] += 1;
    expect(view(after!.get(id))).toEqual(view(last!.get(id)));
    const isRotated = last!.get(id)!.secretVersion > copied!.get(id)!.secretVersion;
    if (isRotated) seen['webhooks that were rotated since the copy'] += 1;
  }
  seen['webhooks that came back'] += expected.length;
  seen['webhooks that were deleted since the copy'] += copied!.size - expected.length;
}

test.each(moments)(
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
      const { roles, users, apis, keys, purged, webhooks } = plan;
      const planned = [roles, users, apis, keys, purged, webhooks];
      const all = planned.reduce((sum, { length }) => sum + length, eventCount);
      const writes = new Seeded(seed).number(1, all - 1);
      const dying = dyingAfter(live.tables, writes);
      await expect(restoreInto(dying, loss, { clock }).apply()).rejects.toThrow('killed');
      const { left } = await restoreInto(live.tables, loss, { clock }).apply();
      expect(left).toBe(0);

      await judgeSecrets(loss, live);
      await judgeStages(loss, live);
      await judgeWebhooks(loss, live);
      expect(plan.lostWebhooks.map(({ name }) => name)).toEqual(['newer than the copy']);
      const restored = await keysOf(live.tables);
      const isKept = (key: ApiKey) => !isPastTtl({ ttl: ttlOf(key, settings.retentionDays) }, loss.at);
      const expected = [...last.values()].filter((key) => copied.has(key.id) && isKept(key));
      expect([...restored.keys()].toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
      const newer = new Set(last.keys()).difference(new Set(copied.keys()));
      const listed = new Set<string>(plan.lost.map(({ id }) => id));
      faults['keys that were newer than the copy, and not listed'] += newer.difference(listed).size;
      expect([...listed].toSorted()).toEqual([...newer].toSorted());
      for (const [id, key] of restored) {
        const was = last.get(id)!;
        expect(key.version).toBeGreaterThan(was.version);
        // A pause that only a manager lifts stays one.
        const isManagers = was.pausedBy !== null && was.pausedBy !== was.userId;
        if (isManagers) expect([null, key.userId]).not.toContain(key.pausedBy);
      }
      const faultsFound = await faultsOfChains(live.tables, loss.log);
      faults['chains with a fault'] += faultsFound.length;
      expect(faultsFound).toEqual([]);
      expect(await contradictionsIn(live)).toEqual([]);

      const whole = await live.contents();
      const again = await restoreInto(live.tables, loss, { clock }).apply();
      const { roles: r, users: u, apis: a, keys: k, halves: h, webhooks: w } = again.plan;
      expect([r, u, a, k, h, w].flat()).toEqual([]);
      expect([again.eventCount, again.left]).toEqual([0, 0]);
      expect(await live.contents()).toEqual(whole);
      seen['keys that were newer than the copy, and listed'] += newer.size;
      seen['keys that were rotated since the copy'] += plan.keys.filter(
        ({ isSecretKnown }) => !isSecretKnown,
      ).length;
      const targets = (await eventsOf(live.tables)).map(({ target }) => `${target.type} ${target.id}`);
      seen['chains of events'] += new Set(targets).size;
    });
  },
  120_000,
);

test('every moment had what it is to show, and none what it must not', () => {
  const lines = Object.entries({ ...seen, ...faults }).map(([what, count]) => `  ${count} ${what}\n`);
  process.stderr.write(`Restores at ${moments.length} moments under load:\n${lines.join('')}`);
  for (const [what, count] of Object.entries(seen)) {
    expect([what, count >= moments.length]).toEqual([what, true]);
  }
  expect(Object.values(faults)).toEqual([0, 0, 0, 0, 0, 0]);
});
