import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';

const lanes = 4;

/** Plays rounds, some at a time, each with a number of its own, and gives their outcomes. */
export async function playRounds<T>(rounds: number, play: (round: number) => Promise<T>): Promise<T[]> {
  const outcomes: T[] = [];
  const numbers = Array.from({ length: rounds }, (_, round) => round).values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const round of numbers) outcomes.push(await play(round));
    }),
  );
  return outcomes;
}

/** Runs two calls side by side, and lets each begin a little before the other in turn. */
export async function beside<A, B>(
  round: number,
  left: () => Promise<A>,
  right: () => Promise<B>,
): Promise<[A, B]> {
  const headStartMs = (round >> 1) % 6;
  const late = async <T>(run: () => Promise<T>) => {
    await sleep(headStartMs);
    return await run();
  };
  return Promise.all(round % 2 === 0 ? [left(), late(right)] : [late(left), right()]);
}

/** What the tables say of one another and must agree on; empty where they do. */
export async function contradictions(engine: Pick<Engine, 'contents'>): Promise<string[]> {
  const items = await engine.contents();
  const of = (kind: string) => Object.entries(items).filter(([key]) => key.endsWith(` ${kind}`));
  const users = of('USER').map(([, item]) => item as any);
  const roles = of('ROLE').map(([, item]) => item as any);
  const keys = of('KEY').map(([, item]) => item as any);
  const known = new Set(users.map(({ userId }) => userId));
  const found: string[] = [];
  const expect = (what: string, stored: unknown, real: unknown) => {
    if (stored !== real) found.push(`${what}: ${stored} stored, ${real} real`);
  };
  const keysOf = Map.groupBy(keys, ({ userId }) => userId);
  const pointersOf = Map.groupBy(Object.keys(items), (key) => /^USER#(.*) KEY#/.exec(key)?.[1]);
  for (const { userId, keyCount, roles: held, status } of users) {
    expect(`keyCount of ${userId}`, keyCount, keysOf.get(userId)?.length ?? 0);
    expect(`pointers of ${userId}`, pointersOf.get(userId)?.length ?? 0, keyCount);
    for (const role of held) expect(`role ${role} of ${userId}`, `ROLE#${role} ROLE` in items, true);
    const state = items[`U#${userId}`];
    expect(
      `state of ${userId}`,
      JSON.stringify([state?.['status'], state?.['roles']]),
      JSON.stringify([status, held]),
    );
  }
  const holdings = users.flatMap(({ roles: held, status }) => held.map((role: string) => ({ role, status })));
  const holdersOf = Map.groupBy(holdings, ({ role }) => role);
  for (const { name, holders, activeHolders = null } of roles) {
    const holding = holdersOf.get(name) ?? [];
    expect(`holders of ${name}`, holders, holding.length);
    const active = holding.filter(({ status }) => status === 'active').length;
    expect(`active holders of ${name}`, activeHolders, name === 'admin' ? active : null);
    expect(`definition of ${name}`, `R#${name}` in items, true);
  }
  for (const { id, userId } of keys) expect(`user of ${id}`, known.has(userId), true);
  found.push(...contradictionsOfWebhooks(items));
  const credentials = Object.entries(items).filter(([key]) => key.startsWith('C#'));
  expect('credentials', credentials.length, keys.length);
  const states = Object.keys(items).filter((key) => key.startsWith('U#'));
  expect('user states', states.length, users.length);
  const definitions = Object.keys(items).filter((key) => key.startsWith('R#'));
  expect('role definitions', definitions.length, roles.length);
  return found;
}

/** Counters and pointers beside the webhooks that there are. */
function contradictionsOfWebhooks(items: Awaited<ReturnType<Engine['contents']>>): string[] {
  const webhooks = Object.entries(items)
    .filter(([key]) => key.startsWith('WEBHOOK#') && key.endsWith(' WEBHOOK'))
    .map(([, item]) => item as any);
  const forAll = webhooks.filter(({ scope }) => scope === 'all');
  const { endpoints = 0, forAll: countedForAll = 0 } = items['WEBHOOKS#ALL COUNT'] ?? {};
  const pairs: [what: string, stored: unknown, real: unknown][] = [
    ['webhooks', endpoints, webhooks.length],
    ['webhooks for all', countedForAll, forAll.length],
    ['pointers for all', keysLike(items, /^WEBHOOKS#ALL WEBHOOK#/), forAll.length],
    ['pointers of users', keysLike(items, /^USER#.* WEBHOOK#/), webhooks.length],
  ];
  for (const [key, user] of Object.entries(items).filter(([key]) => key.endsWith(' USER'))) {
    const { userId, createdAt, ownWebhooks = 0 } = user as any;
    const own = webhooks.filter(
      (each) => each.userId === userId && each.ownerSince === createdAt && each.scope === 'own',
    );
    pairs.push([`ownWebhooks of ${key}`, ownWebhooks, own.length]);
  }
  for (const { id, userId, events, status } of webhooks) {
    const pointer = items[`USER#${userId} WEBHOOK#${id}`] as any;
    pairs.push([
      `pointer to ${id}`,
      JSON.stringify([pointer?.events, pointer?.status]),
      JSON.stringify([events, status]),
    ]);
  }
  return pairs.flatMap(([what, stored, real]) =>
    stored === real ? [] : [`${what}: ${stored} stored, ${real} real`],
  );
}

function keysLike(items: object, pattern: RegExp): number {
  return Object.keys(items).filter((key) => pattern.test(key)).length;
}
