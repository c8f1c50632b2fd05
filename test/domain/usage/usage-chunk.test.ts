import fc from 'fast-check';
import {
  addCounts,
  cutIntoChunks,
  maxChunkBytes,
  maxChunkSpanMs,
  noCalls,
} from '../../../lambdas/domain/usage/usage-chunk.ts';
import { noon } from '../../support/memory-ports.ts';
import { apiKeyId, callAt, deliveries } from '../../usage/usage-lines.ts';

const timeOf = ({ at }: { at: string }) => Date.parse(at);
const nameOf = ({ apiKeyId, day, name }: { apiKeyId: string; day: string; name: string }) =>
  `${apiKeyId}#${day}#${name}`;

test('every call is in one chunk, of its key and its UTC day, and is counted once', () => {
  fc.assert(
    fc.property(deliveries, (calls) => {
      const chunks = cutIntoChunks(calls, 'all');
      const found = chunks.flatMap(({ apiKeyId: id, day, entries }) =>
        entries.map((entry) => JSON.stringify([id, day, entry])),
      );
      const sent = calls.map(({ apiKeyId: id, entry }) => JSON.stringify([id, entry.at.slice(0, 10), entry]));
      expect(found.toSorted()).toEqual(sent.toSorted());
      const { success, denied, error } = chunks.map(({ counts }) => counts).reduce(addCounts, noCalls);
      expect(success + denied + error).toBe(calls.length);
    }),
  );
});

test('a chunk spans a minute at most, fits an item, is in order, and is named by its newest call', () => {
  fc.assert(
    fc.property(deliveries, (calls) => {
      for (const { entries, name } of cutIntoChunks(calls, 'all')) {
        const times = entries.map(timeOf);
        expect(times).toEqual(times.toSorted((left, right) => left - right));
        expect(times.at(-1)! - times[0]!).toBeLessThanOrEqual(maxChunkSpanMs);
        const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(JSON.stringify(entry)), 0);
        expect(bytes).toBeLessThanOrEqual(maxChunkBytes);
        expect(name).toMatch(new RegExp(`^${entries.at(-1)!.at}#[0-9a-f]{16}$`));
      }
    }),
  );
});

test('the same delivery gives the same chunks; names are unique, and do not depend on the detail kept', () => {
  fc.assert(
    fc.property(deliveries, (calls) => {
      const chunks = cutIntoChunks(calls, 'all');
      expect(cutIntoChunks(structuredClone(calls), 'all')).toEqual(chunks);
      expect(new Set(chunks.map(nameOf)).size).toBe(chunks.length);
      for (const detail of ['denied', 'none'] as const) {
        const others = cutIntoChunks(calls, detail);
        expect(others.map(nameOf)).toEqual(chunks.map(nameOf));
        expect(others.map(({ counts }) => counts)).toEqual(chunks.map(({ counts }) => counts));
        const kept = (entry: { outcome: string }) => entry.outcome === detail;
        expect(others.map(({ entries }) => entries)).toEqual(
          chunks.map(({ entries }) => entries.filter(kept)),
        );
      }
    }),
  );
});

test('other lines with the same content are another chunk', () => {
  const [one, other] = [cutIntoChunks([callAt(noon)], 'all'), cutIntoChunks([callAt(noon)], 'all')];
  expect(one[0]!.entries).toEqual(other[0]!.entries);
  expect(one[0]!.name).not.toBe(other[0]!.name);
});

test('a minute is one chunk, a millisecond more is a second one', () => {
  const spans = (ms: number) => cutIntoChunks([callAt(noon), callAt(noon + ms)], 'all').length;
  expect([spans(60_000), spans(60_001)]).toEqual([1, 2]);
});

test('the last moment of a day and the first of the next are two chunks', () => {
  const midnight = Date.parse('2027-06-16T00:00:00.000Z');
  const days = cutIntoChunks([callAt(midnight), callAt(midnight - 1)], 'all').map(({ day }) => day);
  expect(days).toEqual(['2027-06-16', '2027-06-15']);
});

test('of nothing there is no chunk, and of one call one', () => {
  expect(cutIntoChunks([], 'all')).toEqual([]);
  expect(cutIntoChunks([callAt(noon, { outcome: 'denied' })], 'none')).toEqual([
    {
      apiKeyId,
      day: '2027-06-15',
      name: expect.any(String),
      counts: { success: 0, denied: 1, error: 0 },
      lines: { success: [], denied: [expect.stringMatching(/^[0-9a-f]{16}$/)], error: [] },
      repeats: {},
      entries: [],
    },
  ]);
});
