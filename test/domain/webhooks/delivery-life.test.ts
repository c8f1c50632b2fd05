import fc from 'fast-check';
import type { Answer } from '../../../lambdas/domain/webhooks/answer.ts';
import {
  askAgain,
  beginAttempt,
  dropDelivery,
  endAttempt,
  endLostAttempt,
} from '../../../lambdas/domain/webhooks/delivery-life.ts';
import {
  type Delivery,
  isOver,
  leaseMs,
  newDelivery,
  nextLookAt,
} from '../../../lambdas/domain/webhooks/delivery.ts';
import { isWaitedFor } from '../../../lambdas/domain/webhooks/schedule.ts';
import { dayMs, hourMs, minuteMs } from '../../../lambdas/domain/time.ts';
import { noon } from '../../support/memory-ports.ts';

const status = (code: number, retryAfter: string | null = null): Answer => ({
  kind: 'status',
  status: code,
  retryAfter,
});
const noAnswer: Answer = { kind: 'none', reason: 'timeout' };
/** Delays are as they are written. */
const exactly = { bytes: () => Uint8Array.of(0x80, 0, 0, 0) };
const fresh = (isHeldBack = false) =>
  newDelivery({ eventId: 'event-1', endpointId: 'endpoint-1' }, noon, isHeldBack);

/** One attempt at the first moment that there may be one. */
function attempt(delivery: Delivery, answer: Answer, random = exactly): Delivery {
  const now = nextLookAt(delivery)!;
  const begun = beginAttempt(delivery, 'lease', now)!;
  return endAttempt(begun, 'lease', answer, now, random)!;
}

test('attempts come after 0 s, 5 s, 5 and 30 min, 2, 5, 10, 14, 20 and 24 h, and then it is dead', () => {
  const begins: number[] = [];
  let delivery = fresh();
  while (!isOver(delivery) && begins.length < 20) {
    begins.push(nextLookAt(delivery)!);
    delivery = attempt(delivery, noAnswer);
  }
  const waits = begins.map((at, index) => at - (begins[index - 1] ?? noon));
  expect(waits).toEqual([
    0,
    5_000,
    5 * minuteMs,
    30 * minuteMs,
    2 * hourMs,
    5 * hourMs,
    10 * hourMs,
    14 * hourMs,
    20 * hourMs,
    dayMs,
  ]);
  // As the specification's example has it: 75:35:05.
  expect(begins.at(-1)! - noon).toBe(75 * hourMs + 35 * minuteMs + 5_000);
  expect(delivery.progress).toEqual({ state: 'dead', reason: 'attempts', endedAt: begins.at(-1) });
  expect(delivery.attempts).toHaveLength(10);
});

test.each([
  [0x00, 0.8],
  [0xff, 1.2],
])('a delay is by a fifth shorter or longer at most', (byte, factor) => {
  const random = { bytes: () => new Uint8Array(4).fill(byte) };
  let delivery = fresh();
  for (const delayMs of [5_000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs]) {
    const now = nextLookAt(delivery)!;
    delivery = attempt(delivery, noAnswer, random);
    expect(nextLookAt(delivery)! - now).toBe(Math.round(delayMs * factor));
  }
});

test.each<[string, Answer, object]>([
  ['2xx', status(204), { state: 'delivered', endedAt: noon }],
  ['410', status(410), { state: 'dead', reason: 'gone', endedAt: noon }],
  ['a redirect', status(302), { state: 'waiting', dueAt: noon + 5_000 }],
  ['500 with Retry-After', status(500, '600'), { state: 'waiting', dueAt: noon + 5_000 }],
  ['429', status(429), { state: 'waiting', dueAt: noon + 5_000 }],
  ['429 that asks for less than the schedule', status(429, '1'), { state: 'waiting', dueAt: noon + 5_000 }],
  ['429 that asks for more', status(429, '600'), { state: 'waiting', dueAt: noon + 600_000 }],
  ['503 that asks for weeks', status(503, '9999999'), { state: 'waiting', dueAt: noon + dayMs }],
  ['no answer', noAnswer, { state: 'waiting', dueAt: noon + 5_000 }],
])('%s', (_, answer, progress) => {
  const ended = attempt(fresh(), answer);
  expect(ended.progress).toEqual(progress);
  expect(ended.attempts).toEqual([{ endedAt: noon, answer }]);
});

test('a sender waits for the second attempt itself, and for no later one', () => {
  expect(isWaitedFor(1, 6_000)).toBe(true);
  expect(isWaitedFor(1, 6_001)).toBe(false);
  expect(isWaitedFor(2, 5_000)).toBe(false);
  expect(isWaitedFor(0, 60_000)).toBe(false);
});

test('one that is held back waits for the clock', () => {
  const delivery = fresh(true);
  expect(beginAttempt(delivery, 'a', noon)).toBeNull();
  expect(nextLookAt(delivery)).toBe(noon + minuteMs);
});

describe('a lease', () => {
  const sending = beginAttempt(fresh(), 'a', noon)!;

  test('lets nobody else send, nor say what came of it', () => {
    expect(beginAttempt(sending, 'b', noon + leaseMs)).toBeNull();
    expect(endAttempt(sending, 'b', status(200), noon, exactly)).toBeNull();
    expect(dropDelivery(sending, 'right lost', noon)).toBeNull();
    expect(dropDelivery(sending, 'right lost', noon, 'b')).toBeNull();
    expect(askAgain(sending, noon)).toBeNull();
    expect(endLostAttempt(sending, noon + leaseMs - 1, exactly)).toBeNull();
  });

  test('that is over counts as an attempt without an answer', () => {
    const lost = endLostAttempt(sending, noon + leaseMs, exactly)!;
    expect(lost).toMatchObject({ begun: 1, progress: { state: 'waiting', dueAt: noon + leaseMs + 5_000 } });
    expect(lost.attempts).toEqual([{ endedAt: noon + leaseMs, answer: { kind: 'none', reason: 'lost' } }]);
    // What the former sender says now comes too late.
    expect(endAttempt(lost, 'a', status(200), noon + leaseMs, exactly)).toBeNull();
  });

  test('that is its own is dropped by a sender that finds that it may not send', () => {
    const dropped = dropDelivery(sending, 'endpoint disabled', noon, 'a');
    expect(dropped?.progress).toEqual({ state: 'dropped', reason: 'endpoint disabled', endedAt: noon });
  });
});

test('asked for again, it begins anew, and tells the attempts before', () => {
  const dead = attempt(fresh(), status(410));
  const again = askAgain(dead, noon + dayMs)!;
  expect(again).toMatchObject({ begun: 0, attempts: dead.attempts });
  expect(again.progress).toEqual({ state: 'waiting', dueAt: noon + dayMs });
  const delivered = attempt(again, status(200));
  expect(delivered.progress).toMatchObject({ state: 'delivered' });
  expect(delivered.attempts).toHaveLength(2);
  let often = dead;
  for (let count = 0; count < 30; count += 1) often = attempt(askAgain(often, noon)!, status(410));
  expect(often.attempts).toHaveLength(20);
});

/** What senders, the clock and owners do, at any time and in any order. */
type Step =
  | { readonly kind: 'begin' | 'lost' | 'drop' | 'look' }
  | { readonly kind: 'end'; readonly answer: Answer; readonly isStale: boolean }
  | { readonly kind: 'pass'; readonly ms: number };

const failing: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant(noAnswer),
  fc
    .tuple(fc.constantFrom(301, 400, 404, 429, 500, 503), fc.option(fc.nat(200_000).map(String)))
    .map(([code, after]) => status(code, after)),
);
const answers = fc.oneof(
  { weight: 8, arbitrary: failing },
  { weight: 1, arbitrary: fc.constantFrom(status(200), status(410)) },
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ kind: fc.constantFrom('begin', 'look', 'lost') }) },
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('end'), answer: answers, isStale: fc.boolean() }) },
  {
    weight: 30,
    arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.oneof(fc.nat(20_000), fc.nat(dayMs)) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
);

test('whatever happens, none is lost, sent before its time, sent twice at once or ended twice', () => {
  const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 80 }), bytes, fc.boolean(), (all, noise, isHeldBack) => {
      const random = { bytes: () => noise };
      let [delivery, now, begun, lastLease] = [fresh(isHeldBack), noon, 0, ''];
      let earliest = isHeldBack ? noon + 1 : noon;
      const gapsMs = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map((s) => s * 800);
      const apply = (step: Step): void => {
        const next = advance(step);
        if (next === null) return;
        // What is over stays as it is.
        expect(isOver(delivery)).toBe(false);
        delivery = next;
      };
      const begin = (): Delivery | null => {
        const next = beginAttempt(delivery, `lease-${begun}`, now);
        if (next === null) return null;
        expect(delivery.progress.state).toBe('waiting');
        expect(now).toBeGreaterThanOrEqual(earliest);
        lastLease = `lease-${begun}`;
        begun += 1;
        return next;
      };
      const end = (answer: Answer, isStale: boolean): Delivery | null => {
        const next = endAttempt(delivery, isStale ? 'lease-stale' : lastLease, answer, now, random);
        if (next === null) return null;
        expect([isStale, delivery.progress.state]).toEqual([false, 'sending']);
        const { status: code = 0, retryAfter = null } = answer.kind === 'status' ? answer : {};
        const asked = [429, 503].includes(code) ? Number(retryAfter) * 1_000 : 0;
        earliest = now + Math.max(gapsMs[begun - 1] ?? 0, Math.min(asked, dayMs));
        expect(next.progress.state === 'delivered').toBe(code === 200);
        return next;
      };
      const lose = (): Delivery | null => {
        const next = endLostAttempt(delivery, now, random);
        if (next !== null) earliest = now + (gapsMs[begun - 1] ?? 0);
        return next;
      };
      const advance = (step: Step): Delivery | null => {
        if (step.kind === 'begin') return begin();
        if (step.kind === 'end') return end(step.answer, step.isStale);
        if (step.kind === 'lost') return lose();
        if (step.kind === 'drop') return dropDelivery(delivery, 'right lost', now);
        // The clock looks no earlier than it was told to.
        now = step.kind === 'pass' ? now + step.ms : Math.max(now, nextLookAt(delivery) ?? now);
        return null;
      };
      for (const step of all) apply(step);
      // From wherever it was left, the clock alone brings it to its end.
      for (let turns = 0; !isOver(delivery); turns += 1) {
        expect(turns).toBeLessThan(60);
        for (const kind of ['look', 'lost', 'look', 'begin'] as const) apply({ kind });
      }
      expect(['delivered', 'dead', 'dropped']).toContain(delivery.progress.state);
      expect(nextLookAt(delivery)).toBeNull();
      expect(begun).toBeLessThanOrEqual(10);
      if (delivery.progress.state === 'dead' && delivery.progress.reason === 'attempts')
        expect(begun).toBe(10);
      const ended = delivery;
      for (const kind of ['begin', 'lost', 'drop'] as const) apply({ kind });
      apply({ kind: 'end', answer: status(200), isStale: false });
      expect(delivery).toBe(ended);
    }),
    { numRuns: 200 },
  );
});
