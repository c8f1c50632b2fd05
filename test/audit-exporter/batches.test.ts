import fc from 'fast-check';
import { type LogEvent, toBatches } from '../../lambdas/functions/audit-exporter/batches.ts';
import { noon } from '../support/memory-ports.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Bounds of PutLogEvents, as its reference has them. */
const bytesOf = (batch: readonly LogEvent[]) =>
  batch.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
const isInOrder = (batch: readonly LogEvent[]) =>
  batch.every(({ timestamp }, at) => at === 0 || timestamp >= batch[at - 1]!.timestamp);
const spanOf = (batch: readonly LogEvent[]) => batch.at(-1)!.timestamp - batch[0]!.timestamp;

const event = fc.record({
  timestamp: fc.integer({ min: noon - 20 * dayMs, max: noon + dayMs }),
  size: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 100_000, max: 250_000 })),
});
const events = fc
  .array(event, { maxLength: 40 })
  .map((all) => all.map(({ timestamp, size }, at) => ({ timestamp, message: `${at}:${'é'.repeat(size)}` })));

test('whatever comes, nothing is lost or given twice', () => {
  fc.assert(
    fc.property(events, (all) => {
      const messages = toBatches(all, noon).flatMap((batch) => batch.map(({ message }) => message));
      expect(messages.toSorted()).toEqual(all.map(({ message }) => message).toSorted());
    }),
  );
});

test('every batch is one that PutLogEvents takes: in order, bounded in bytes and span, of times that it takes', () => {
  fc.assert(
    fc.property(events, (all) => {
      for (const batch of toBatches(all, noon)) {
        expect(batch.length).toBeGreaterThan(0);
        expect(isInOrder(batch)).toBe(true);
        expect(bytesOf(batch)).toBeLessThanOrEqual(1_048_576);
        expect(spanOf(batch)).toBeLessThanOrEqual(dayMs);
        expect(batch[0]!.timestamp).toBeGreaterThan(noon - 14 * dayMs);
        expect(batch.at(-1)!.timestamp).toBeLessThan(noon + 2 * hourMs);
      }
    }),
  );
});

test('batches are in order among themselves, and events of one moment keep theirs', () => {
  fc.assert(
    fc.property(events, (all) => {
      expect(isInOrder(toBatches(all, noon).flat())).toBe(true);
    }),
  );
  const same = Array.from({ length: 50 }, (_, at) => ({ timestamp: noon, message: `${at}` }));
  expect(toBatches(same, noon)).toEqual([same]);
});

test('10,000 events are one batch, one more is a second', () => {
  const many = Array.from({ length: 10_001 }, () => ({ timestamp: noon, message: 'x' }));
  expect(toBatches(many, noon).map((batch) => batch.length)).toEqual([10_000, 1]);
});

test('a batch is filled to the last byte, its overhead counted', () => {
  const half = { timestamp: noon, message: 'x'.repeat(1_048_576 / 2 - 26) };
  expect(toBatches([half, half], noon)).toHaveLength(1);
  expect(toBatches([half, { ...half, message: `${half.message}x` }], noon)).toHaveLength(2);
});

test('an event that is too old, or ahead of the clock, is moved as little as is needed, and stays as it was', () => {
  const old = { timestamp: noon - 30 * dayMs, message: 'old' };
  const ahead = { timestamp: noon + 5 * hourMs, message: 'ahead' };
  const recent = { timestamp: noon - 13 * dayMs, message: 'recent' };
  const moved = toBatches([ahead, recent, old], noon).flat();
  expect(moved.map(({ message }) => message)).toEqual(['old', 'recent', 'ahead']);
  expect(moved[1]).toEqual(recent);
  expect(moved[0]!.timestamp).toBeLessThan(recent.timestamp);
  expect(moved[2]!.timestamp).toBeGreaterThan(noon + hourMs);
});

test('no events are no batches', () => {
  expect(toBatches([], noon)).toEqual([]);
});
