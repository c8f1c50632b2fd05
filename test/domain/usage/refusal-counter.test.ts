import fc from 'fast-check';
import { createRefusalCounter } from '../../../lambdas/domain/usage/refusal-counter.ts';
import { clockAt, noon } from '../../support/memory-ports.ts';

test('the first of a kind is printed at once, later ones are counted for ten seconds', () => {
  const clock = clockAt(noon);
  const countOf = createRefusalCounter(clock.now);
  const seen = [0, 1, 9_999, 10_000, 10_001, 20_000].map((atMs) => {
    clock.set(noon + atMs);
    return countOf('a paused key');
  });
  expect(seen).toEqual([0, null, null, 2, null, 1]);
});

test('kinds are counted apart', () => {
  const countOf = createRefusalCounter(() => noon);
  expect(['a', 'b', 'a', 'b', 'c'].map(countOf)).toEqual([0, 0, null, null, 0]);
});

test('whatever comes: none is told twice, and none is lost but those since the last line', () => {
  const step = fc.record({
    kind: fc.integer({ min: 0, max: 3 }),
    afterMs: fc.integer({ min: 0, max: 6_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const clock = clockAt(noon);
      const countOf = createRefusalCounter(clock.now);
      const told = new Map<number, number>();
      const pending = new Map<number, number>();
      for (const { kind, afterMs } of steps) {
        clock.set(clock.now() + afterMs);
        const repeated = countOf(String(kind));
        if (repeated === null) pending.set(kind, (pending.get(kind) ?? 0) + 1);
        else {
          told.set(kind, (told.get(kind) ?? 0) + 1 + repeated);
          pending.set(kind, 0);
        }
      }
      for (const kind of [0, 1, 2, 3]) {
        const came = steps.filter((each) => each.kind === kind).length;
        expect((told.get(kind) ?? 0) + (pending.get(kind) ?? 0)).toBe(came);
      }
    }),
  );
});

test('so many kinds are remembered, and no more', () => {
  const countOf = createRefusalCounter(() => noon);
  for (let kind = 0; kind < 1_000; kind += 1) expect(countOf(String(kind))).toBe(0);
  expect(countOf('0')).toBeNull();
  expect(countOf('one more')).toBe(0);
  expect(countOf('0')).toBe(0);
});
