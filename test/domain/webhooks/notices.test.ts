import fc from 'fast-check';
import { emptyChain } from '../../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import { changeKey, createKey, type NewApiKey, rotateKey } from '../../../lambdas/domain/keys/lifecycle.ts';
import { dayMs, hourMs, minuteMs } from '../../../lambdas/domain/time.ts';
import { readNoticeSpans } from '../../../lambdas/domain/webhooks/notice-spans.ts';
import {
  type DueNotice,
  giveNotice,
  isStillDue,
  type KeyTimes,
  noticesToCome,
  planNotices,
} from '../../../lambdas/domain/webhooks/notices.ts';
import { noon } from '../../support/memory-ports.ts';

const spans = readNoticeSpans(['7d', '30d', '1d']);
const times = (fields: Partial<KeyTimes> = {}): KeyTimes => ({
  expiresAt: null,
  rotationEndsAt: null,
  lastRotatedAt: null,
  ...fields,
});
const duesOf = (before: KeyTimes | null, after: KeyTimes, now = noon) =>
  planNotices(before, after, spans, now).map(({ slot, dueAt }) => [slot, (dueAt - noon) / dayMs]);
const [thirty, seven, one] = [30, 7, 1].map((days) => `expiring#${days * dayMs}`);

describe('a key', () => {
  test('is announced to expire by each span that has not begun', () => {
    const expiring = (days: number) => duesOf(null, times({ expiresAt: noon + days * dayMs }));
    expect(expiring(90)).toEqual([
      [thirty, 60],
      [seven, 83],
      [one, 89],
      ['expired', 90],
    ]);
    expect(expiring(30)).toEqual([
      [seven, 23],
      [one, 29],
      ['expired', 30],
    ]);
    expect(expiring(0.5)).toEqual([['expired', 0.5]]);
    expect(duesOf(null, times())).toEqual([]);
  });

  test('is announced anew where its expiry changes, and has no other', () => {
    const before = times({ expiresAt: noon + 90 * dayMs });
    const sooner = planNotices(before, times({ expiresAt: noon + 5 * dayMs }), spans, noon);
    expect(sooner.map(({ slot }) => slot)).toEqual([one, 'expired']);
    expect(planNotices(before, times(), spans, noon)).toEqual([]);
  });

  test('keeps its notices where something else changes', () => {
    const before = times({ expiresAt: noon + 90 * dayMs, rotationEndsAt: noon + dayMs, lastRotatedAt: noon });
    expect(planNotices(before, { ...before }, spans, noon + hourMs)).toEqual([]);
    const rotated = { ...before, lastRotatedAt: noon + hourMs };
    expect(planNotices(before, rotated, spans, noon + hourMs)).toMatchObject([{ slot: 'rotation_ending' }]);
  });

  test.each([
    [7, 6],
    [2, 1],
    [1, 0.5],
    [0.5, 0.25],
  ])('with %d days of grace is announced to lose its former secret after %d', (grace, dueAt) => {
    const rotated = times({ lastRotatedAt: noon, rotationEndsAt: noon + grace * dayMs });
    expect(duesOf(times(), rotated)).toEqual([['rotation_ending', dueAt]]);
  });

  test('whose grace period is made shorter is announced by half of what is left', () => {
    const before = times({ lastRotatedAt: noon, rotationEndsAt: noon + 7 * dayMs });
    const after = { ...before, rotationEndsAt: noon + 4 * dayMs };
    expect(duesOf(before, after, noon + 3.5 * dayMs)).toEqual([['rotation_ending', 3.75]]);
  });
});

test('a notice is void where the key, or the configuration, is another', () => {
  const key = times({ expiresAt: noon + 90 * dayMs, rotationEndsAt: noon + dayMs, lastRotatedAt: noon });
  const set = planNotices(null, key, spans, noon);
  const all = noon + 90 * dayMs;
  expect(set).toHaveLength(5);
  for (const notice of set) {
    expect(isStillDue(notice, key, spans, notice.dueAt - 1)).toBe(false);
    expect(isStillDue(notice, key, spans, notice.dueAt)).toBe(true);
    expect(isStillDue(notice, times({ expiresAt: all + 1, rotationEndsAt: all }), spans, all)).toBe(false);
    expect(isStillDue(notice, key, [], all)).toBe(notice.type !== 'api_key.expiring');
  }
});

const origin = {
  actor: { userId: 'ann@example.com', via: 'jwt' as const },
  sourceIp: null,
  userAgent: null,
  requestId: '',
};

test('an event tells what its notice is about', () => {
  const stored = { id: 'key-1' as ApiKey['id'], name: 'CI', chain: emptyChain };
  const key = times({ expiresAt: noon + 8 * dayMs, rotationEndsAt: noon + 2 * dayMs, lastRotatedAt: noon });
  const facts = planNotices(null, key, spans, noon).map(
    (notice) => giveNotice(stored, notice, noon, origin, { now: noon, eventId: 'notice' }).changes,
  );
  const expiresAt = { from: null, to: '2027-06-23T12:00:00.500Z' };
  expect(facts).toEqual([
    { before: { from: null, to: '7d' }, expiresAt },
    { before: { from: null, to: '1d' }, expiresAt },
    { expiresAt },
    {
      rotationEndsAt: { from: null, to: '2027-06-17T12:00:00.500Z' },
      lastUsedAt: { from: null, to: '2027-06-15T12:00:00.500Z' },
    },
  ]);
});

describe('a key that is stored', () => {
  const [expiresAt, lastRotatedAt] = [noon + 8 * dayMs, noon - hourMs];
  const key = times({ expiresAt, lastRotatedAt, rotationEndsAt: noon + 11 * hourMs });

  test('has the notices to come that a plan at its last change would have had', () => {
    const planned = planNotices(null, key, spans, lastRotatedAt);
    expect(noticesToCome(key, spans, noon)).toEqual(planned);
    expect(planned.map(({ slot }) => slot)).toEqual([seven, one, 'expired', 'rotation_ending']);
  });

  test('has none whose time has come on another machine, perhaps', () => {
    const sooner = (ms: number) => noticesToCome(key, spans, expiresAt - dayMs - ms).map(({ slot }) => slot);
    expect(sooner(2 * minuteMs + 1)).toEqual([one, 'expired']);
    expect(sooner(2 * minuteMs)).toEqual(['expired']);
    expect(noticesToCome(times({ rotationEndsAt: noon + dayMs }), spans, noon)).toEqual([]);
  });
});

test('spans are different, of numbers and units, longest first', () => {
  expect(readNoticeSpans(['1d', '2w', '36h']).map(({ text }) => text)).toEqual(['2w', '36h', '1d']);
  expect(readNoticeSpans([])).toEqual([]);
  for (const texts of [['1d', '24h'], ['1d', '1d'], ['soon'], ['-1d'], ['0d'], ['1.5d'], ['']])
    expect(() => readNoticeSpans(texts)).toThrow(RangeError);
});

/** What happens to a key in a year: where nothing but the clock acts, all notices of a key come by themselves. */
interface Deed {
  readonly afterMs: number;
  readonly kind: 'expire' | 'never' | 'rotate' | 'shorten' | 'rename' | 'same expiry' | 'delete';
  readonly share: number;
}
const longMs = 100 * dayMs;

function act(key: ApiKey, { kind, share }: Deed, now: number): ApiKey | null {
  const moment = { now, eventId: String(now) };
  const inFuture = now + 1 + Math.floor(share * longMs);
  const edit = (change: Parameters<typeof changeKey>[1]) =>
    changeKey(key, change, origin, moment)?.key ?? key;
  const left = (key.rotationEndsAt ?? now) - now;
  const deeds = {
    expire: () => edit({ expiresAt: inFuture }),
    never: () => edit({ expiresAt: null }),
    rotate: () => {
      const fresh = {
        secretHash: key.secretHash,
        keyPrefix: 'lk_next',
        graceMs: Math.floor(share * 30 * dayMs),
      };
      return rotateKey(key, { ...fresh, expiresAt: share > 0.5 ? inFuture : key.expiresAt }, origin, moment)
        .key;
    },
    shorten: () => (left > 0 ? edit({ rotationEndsAt: now + Math.floor(share * left) }) : key),
    rename: () => edit({ name: `name ${now}` }),
    'same expiry': () => edit({ expiresAt: key.expiresAt, description: String(now) }),
    delete: () => null,
  };
  return deeds[kind]();
}

/** Notices that a key of this history gets, by what stands in its records alone. A state lasts until the next differs. */
function expectedOf(
  history: readonly { readonly at: number; readonly key: ApiKey | null }[],
  clock: (dueAt: number) => number,
) {
  const expected: string[] = [];
  const last = (
    identity: (key: ApiKey) => unknown,
    tell: (key: ApiKey, from: number, until: number) => void,
  ) => {
    for (let at = 0; at < history.length; ) {
      const { key, at: from } = history[at]!;
      const isSame = (other: ApiKey | null) =>
        other !== null && key !== null && JSON.stringify(identity(other)) === JSON.stringify(identity(key));
      let next = at + 1;
      while (next < history.length && isSame(history[next]!.key)) next += 1;
      if (key !== null) tell(key, from, history[next]?.at ?? Number.POSITIVE_INFINITY);
      at = next;
    }
  };
  const add = (name: string, dueAt: number, from: number, until: number) => {
    if (dueAt > from && clock(dueAt) <= until) expected.push(`${name} at ${clock(dueAt)}`);
  };
  last(
    ({ expiresAt }) => expiresAt,
    ({ expiresAt }, from, until) => {
      if (expiresAt === null) return;
      for (const { text, ms } of spans) add(`${text} before ${expiresAt}`, expiresAt - ms, from, until);
      add(`expired ${expiresAt}`, expiresAt, from, until);
    },
  );
  last(
    ({ rotationEndsAt, lastRotatedAt }) => [rotationEndsAt, lastRotatedAt],
    ({ rotationEndsAt: end }, from, until) => {
      if (end !== null)
        add(`rotation ${end}`, end - Math.min(dayMs, Math.ceil((end - from) / 2)), from, until);
    },
  );
  return expected.toSorted();
}

test('over a year of changes each due notice comes once, within a minute of its time, and no other', () => {
  const kinds = [
    'expire',
    'expire',
    'never',
    'rotate',
    'rotate',
    'shorten',
    'rename',
    'same expiry',
    'delete',
  ] as const;
  const deed = fc.record({
    afterMs: fc.oneof(fc.nat(hourMs), fc.nat(3 * dayMs), fc.nat(60 * dayMs)),
    kind: fc.constantFrom(...kinds),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  let count = 0;
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), fc.nat(minuteMs - 1), (deeds, offset) => {
      /** The clock's first turn at a moment or after it. */
      const clock = (time: number) => Math.ceil((time - offset) / minuteMs) * minuteMs + offset;
      const stored = new Map<string, DueNotice>();
      const given: string[] = [];
      const fields = {
        id: 'key-1',
        name: 'CI',
        userId: 'ann@example.com',
        expiresAt: noon + longMs,
      } as NewApiKey;
      let key: ApiKey | null = createKey(fields, origin, { now: noon, eventId: 'first' }).key;
      const history = [{ at: noon, key: key as ApiKey | null }];
      const store = (before: ApiKey | null, after: ApiKey | null, now: number) => {
        if (after === null) return;
        for (const notice of planNotices(before, after, spans, now)) stored.set(notice.slot, notice);
      };
      const passUntil = (time: number) => {
        const due = [...stored.values()].filter(({ dueAt }) => clock(dueAt) <= time);
        for (const notice of due.toSorted((left, right) => left.dueAt - right.dueAt)) {
          const now = clock(notice.dueAt);
          stored.delete(notice.slot);
          if (key === null || !isStillDue(notice, key, spans, now)) continue;
          const what = {
            'api_key.expired': 'expired',
            'api_key.rotation_ending': 'rotation',
            'api_key.expiring': '',
          };
          const name = what[notice.type] || `${notice.before} before`;
          given.push(`${name} ${notice.moment} at ${now}`);
        }
      };
      store(null, key, noon);
      let now = noon;
      for (const each of deeds) {
        now += each.afterMs + 1;
        passUntil(now);
        if (key === null || now > noon + 365 * dayMs) break;
        const after: ApiKey | null = act(key, each, now);
        store(key, after, now);
        history.push({ at: now, key: after });
        key = after;
      }
      passUntil(Number.POSITIVE_INFINITY);
      expect(given.toSorted()).toEqual(expectedOf(history, clock));
      expect(new Set(given).size).toBe(given.length);
      expect(stored.size).toBe(0);
      count += given.length;
    }),
    { numRuns: 300 },
  );
  // Some two thousand are to be expected.
  expect(count).toBeGreaterThan(300);
});
