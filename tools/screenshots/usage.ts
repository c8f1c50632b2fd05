import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import { callAt } from '../../test/usage/usage-lines.ts';
import type { PlannedKey } from './api-keys.ts';

export const dayMs = 86_400_000;
/** The longest period that the overview shows. */
const days = 30;
const minuteMs = 60_000;
/** Calls come together, in a few minutes of a day: each minute is counted by itself, which takes its time. */
const slots = 10;
const slotMs = 55 * minuteMs;

const orders = (method: string, path: string) => ({
  method,
  path,
  api: 'orders',
  route: `${method} ${path}`,
});
const routes = [
  orders('GET', '/orders'),
  orders('GET', '/orders/{order}'),
  orders('POST', '/orders'),
  { method: 'GET', path: '/v1/me' },
];
const agents = ['node', 'python-requests/2.32', 'curl/8.14', 'Go-http-client/2.0'];
const statuses: Readonly<Record<string, number>> = { RATE_LIMITED: 429, INSUFFICIENT_SCOPES: 403 };

/**
 * The calls of a key in the last month, the same in each run: many on working days, few on others, some refused.
 *
 * @param key its id and the beginning of its secret
 */
export function callsOf(
  { calls, name }: PlannedKey,
  key: { readonly id: string; readonly keyPrefix: string },
  nowMs: number,
): DeliveredCall[] {
  if (calls === undefined) return [];
  const random = sequence(name);
  const { perDay, refused, untilDaysAgo = 0 } = calls;
  const all: DeliveredCall[] = [];
  for (let daysAgo = days - 1; daysAgo >= untilDaysAgo; daysAgo -= 1) {
    const isRestDay = [0, 6].includes(new Date(nowMs - daysAgo * dayMs).getUTCDay());
    const count = Math.round(perDay * (isRestDay ? 0.3 : 0.8 + 0.4 * random()));
    for (let call = 0; call < count; call += 1) {
      const atMs = nowMs - daysAgo * dayMs - Math.floor(random() * slots) * slotMs - random() * minuteMs;
      all.push(callAt(atMs, { ...entryOf(random, refused), keyPrefix: key.keyPrefix }, key.id));
    }
  }
  return all;
}

function entryOf(random: () => number, refused: string | undefined) {
  const route = pick(routes, random());
  const isRefused = refused !== undefined && random() < 0.14;
  return {
    ...route,
    ...(isRefused
      ? { status: statuses[refused] ?? 401, outcome: 'denied' as const, code: refused }
      : { status: 200 }),
    sourceIp: `203.0.113.${10 + Math.floor(random() * 5)}`,
    userAgent: pick(agents, random()) ?? null,
    requestId: `c6af9ac6-7b61-11e6-9a41-${Math.floor(random() * 1e12)
      .toString(16)
      .padStart(12, '0')}`,
    latencyMs: Math.round(8 + random() * 40),
  };
}

function pick<T>(all: readonly T[], share: number): T | undefined {
  return all[Math.floor(share * all.length)];
}

/** Numbers from 0 to 1, the same for the same name: a linear congruential generator. */
function sequence(name: string): () => number {
  let state = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
