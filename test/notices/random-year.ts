import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { dayMs, hourMs, isoTime, minuteMs } from '../../lambdas/domain/time.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import type { Engine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import type { Answer } from '../support/memory-answers.ts';
import { noon } from '../support/memory-ports.ts';
import { clockOver, noticesOf, outboxOf } from './clock.ts';
import { Expected } from './expected-notices.ts';

const kinds = [
  'mint',
  'mint',
  'duplicate',
  'expire',
  'expire',
  'never',
  'same expiry',
  'rotate',
  'rotate',
  'shorten',
  'rename',
  'delete',
] as const;

/** How a turn of the clock goes: on its own, beside another, ended before or after its first commit, or not at all. */
const turns = ['alone', 'alone', 'twice', 'dies before', 'dies after', 'left out'] as const;

const deed = fc.record({
  afterMs: fc.oneof(fc.nat(hourMs), fc.nat(5 * dayMs), fc.nat(20 * dayMs)),
  kind: fc.constantFrom(...kinds),
  which: fc.nat(1_000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Beside the clock's next turn that has something to do. */
  isBesideTurn: fc.boolean(),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

export const year = fc.record({
  /** Where in its minute the clock runs. */
  offset: fc.nat(minuteMs - 1),
  deeds: fc.array(deed, { minLength: 30, maxLength: 60 }),
  turns: fc.array(fc.constantFrom(...turns), { minLength: 50, maxLength: 50 }),
});
type Year = typeof year extends fc.Arbitrary<infer T> ? T : never;

/** Keys that end within three months, where nothing else happens to them. */
const firstDeeds = Array.from({ length: 8 }, (_, at): Deed => {
  return { afterMs: minuteMs, kind: 'mint', which: 0, share: (at + 0.5) / 8, isBesideTurn: false };
});

const end = noon + 365 * dayMs;
const longMs = 100 * dayMs;

/** Plays a year of a deployment's keys by the API and the clock; how many notices were given, each as it should be. */
export async function play(engine: Engine, { offset, deeds, turns }: Year): Promise<number> {
  const api = await deploy(engine, { maxKeysPerUser: 1_000 });
  const expected = new Expected();
  const run = new Run(engine, api, offset, turns);
  const keys = new Keys(api, expected);
  let now = noon;
  for (const each of [...firstDeeds, ...deeds]) {
    const [due] = each.isBesideTurn ? [await run.nextTurn()] : [];
    const at = due !== undefined && due >= now && due <= end ? due : now + each.afterMs + 1;
    if (at > end) break;
    await run.until(at - 1);
    api.clock.set(at);
    // A turn of this minute may come before the deed, at once with it, or not at all.
    await Promise.all([keys.act(each), at === due ? run.turn(at) : null]);
    now = api.clock.now();
  }
  await run.until(end + 2 * longMs);
  let count = 0;
  for (const id of keys.ids) {
    const given = await noticesOf(engine.tables, id);
    expect(expected.faultsIn(id, given)).toEqual([]);
    count += given.length;
  }
  // The one of the first start expires, too: nothing is left of anybody.
  expect((await outboxOf(engine.tables)).map(({ sk }) => sk)).toEqual(['SWEEP']);
  return count;
}

/** The clock, which wakes up once a minute. */
class Run {
  readonly #engine: Engine;
  readonly #api: Deployment;
  readonly #offset: number;
  readonly #turns: Year['turns'];
  #count = 0;
  #wasCut = false;

  constructor(engine: Engine, api: Deployment, offset: number, turns: Year['turns']) {
    this.#engine = engine;
    this.#api = api;
    this.#offset = offset;
    this.#turns = turns;
  }

  /** When the clock's first turn is that has something to do; undefined where there is nothing to come. */
  async nextTurn(): Promise<number | undefined> {
    const dues = (await outboxOf(this.#engine.tables)).flatMap(({ dueAt }) =>
      typeof dueAt === 'string' ? [Date.parse(dueAt)] : [],
    );
    return dues.length === 0 ? undefined : this.#turnAfter(Math.min(...dues));
  }

  /** Lets time pass, turn by turn; minutes in which nothing is due are left out. */
  async until(time: number): Promise<void> {
    for (;;) {
      const due = await this.nextTurn();
      const next = due === undefined ? undefined : Math.max(due, this.#turnAfter(this.#api.clock.now() + 1));
      if (next === undefined || next > time) return;
      await this.turn(next);
    }
  }

  /** One turn, as these go: after one that was cut, the next is whole, since two in a row are late. */
  async turn(now: number): Promise<void> {
    this.#api.clock.set(now);
    const how = this.#wasCut ? 'alone' : this.#turns[this.#count++ % this.#turns.length]!;
    this.#wasCut = how !== 'alone' && how !== 'twice';
    const { tables } = this.#engine;
    const container = clockOver(tables, this.#api.clock);
    if (how === 'left out') return;
    if (how === 'dies before' || how === 'dies after') {
      const dying = answering(tables, async (command, proceed) => {
        if (!(command instanceof TransactWriteCommand)) return proceed();
        if (how === 'dies after') await proceed();
        throw new Error('the container is gone');
      });
      await clockOver(dying, this.#api.clock)
        .giveNotices()
        .catch(() => {});
      return;
    }
    const others = how === 'twice' ? [clockOver(tables, this.#api.clock)] : [];
    const ends = await Promise.allSettled(
      [container, ...others].flatMap(({ giveNotices, planNotices }) => [giveNotices(), planNotices()]),
    );
    // One that waits for others in vain leaves the rest to the next turn.
    this.#wasCut = ends.some(({ status }) => status === 'rejected');
  }

  #turnAfter(time: number): number {
    return Math.ceil((time - this.#offset) / minuteMs) * minuteMs + this.#offset;
  }
}

/** The keys that somebody has made, and what is done to them. */
class Keys {
  readonly ids: string[] = [];
  readonly #api: Deployment;
  readonly #expected: Expected;

  constructor(api: Deployment, expected: Expected) {
    this.#api = api;
    this.#expected = expected;
  }

  async act({ kind, which, share }: Deed): Promise<void> {
    const { admin, clock } = this.#api;
    const living = this.ids.filter((id) => !this.#expected.hasEnded(id));
    const id = living[which % Math.max(living.length, 1)];
    const expiresAt = isoTime(clock.now() + 1_000 + Math.floor(share * longMs));
    const name = randomUUID();
    const at = { at: { id: id ?? '' } };
    if (id === undefined || kind === 'mint') {
      const expiry = share > 0.9 ? {} : { expiresAt };
      return this.#added(await admin('createApiKey', { body: { name, ...expiry } }));
    }
    if (kind === 'duplicate') {
      return this.#added(await admin('duplicateApiKey', { ...at, body: { name, expiresAt } }));
    }
    if (kind === 'delete') {
      const { status } = await admin('deleteApiKey', at);
      if (status === 204) this.#expected.ends(id, clock.now());
      return;
    }
    const stored = (await admin('getApiKey', at)).body;
    const update = (body: object) => admin('updateApiKey', { ...at, body });
    const left = Date.parse(stored.rotationEndsAt ?? isoTime(0)) - clock.now();
    const graceSeconds = Math.floor(share * 30 * 86_400);
    const changes = {
      expire: () => update({ expiresAt }),
      never: () => update({ expiresAt: null }),
      'same expiry': () => update({ expiresAt: stored.expiresAt, description: name }),
      rotate: () => {
        const body = { gracePeriod: `${graceSeconds}s`, ...(share > 0.5 ? { expiresAt } : {}) };
        return admin('rotateApiKey', { ...at, body });
      },
      shorten: () => update({ rotationEndsAt: isoTime(clock.now() + Math.floor(share * Math.max(left, 0))) }),
      rename: () => update({ name }),
    };
    const { status, body } = await changes[kind]();
    if (status === 200) this.#expected.changes(id, body);
  }

  #added({ status, body }: Answer): void {
    if (status !== 201) return;
    this.ids.push(body.id);
    this.#expected.changes(body.id, body);
  }
}
