import fc from 'fast-check';
import { type DeliveryPolicy, deliver } from '../../local/streams/batch-delivery.ts';
import type { StreamRecord } from '../../local/streams/stream-record.ts';

const policy: DeliveryPolicy = {
  maxRetries: 2,
  maxRecordAgeMs: null,
  bisectsOnError: true,
  reportsItemFailures: true,
};

function records(count: number, createdAtSeconds = 1_000): StreamRecord[] {
  return Array.from({ length: count }, (_item, i) => ({
    dynamodb: { SequenceNumber: String(i + 1), ApproximateCreationDateTime: createdAtSeconds },
  }));
}

/** Delivers to a function that fails on given records, as it may: by an error, or by reporting the first. */
async function run(count: number, poison: ReadonlySet<string>, given: DeliveryPolicy, throws: boolean) {
  const processed: string[] = [];
  const discarded: string[] = [];
  const checkpoints: number[] = [];
  let invocations = 0;
  await deliver(records(count), given, {
    async invoke(batch) {
      invocations++;
      if (invocations > 10_000) throw new Error('it does not end');
      const ids = batch.map(({ dynamodb }) => dynamodb.SequenceNumber);
      const bad = ids.findIndex((id) => poison.has(id));
      if (bad >= 0 && throws) return { ok: false, error: { errorType: 'E', errorMessage: 'e', trace: [] } };
      processed.push(...(bad >= 0 ? ids.slice(0, bad) : ids));
      const failures = bad >= 0 ? [{ itemIdentifier: ids[bad] }] : [];
      return { ok: true, payload: JSON.stringify({ batchItemFailures: failures }) };
    },
    async advance(sequenceNumber) {
      checkpoints.push(Number(sequenceNumber));
    },
    async discard(batch) {
      discarded.push(...batch.map(({ dynamodb }) => dynamodb.SequenceNumber));
    },
    sleep: async () => {},
    nowMs: () => 1_000_000,
    isStopped: () => false,
  });
  return { processed, discarded, checkpoints, invocations };
}

test('every good record is processed in order, every bad one discarded, and the checkpoint only grows', async () => {
  const poison = fc.uniqueArray(fc.integer({ min: 1, max: 30 })).map((ids) => new Set(ids.map(String)));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), poison, fc.boolean(), async (count, bad, throws) => {
      const all = records(count).map(({ dynamodb }) => dynamodb.SequenceNumber);
      const result = await run(count, bad, policy, throws);
      expect(result.processed).toEqual(all.filter((id) => !bad.has(id)));
      expect(result.discarded).toEqual(all.filter((id) => bad.has(id)));
      expect(result.checkpoints).toEqual(result.checkpoints.toSorted((a, b) => a - b));
      expect(result.checkpoints.at(-1)).toBe(count);
    }),
  );
});

test('without bisecting, a batch that keeps failing is discarded whole after its retries', async () => {
  const result = await run(4, new Set(['2']), { ...policy, bisectsOnError: false }, true);
  expect(result.discarded).toEqual(['1', '2', '3', '4']);
  expect(result.invocations).toBe(3);
});

test('expired records are discarded without asking the function', async () => {
  const discarded: string[] = [];
  await deliver(
    records(2, 10),
    { ...policy, maxRecordAgeMs: 60_000 },
    {
      invoke: () => Promise.reject(new Error('asked')),
      advance: async () => {},
      async discard(batch, reason) {
        discarded.push(...batch.map(() => reason));
      },
      sleep: async () => {},
      nowMs: () => 1_000_000,
      isStopped: () => false,
    },
  );
  expect(discarded).toEqual(['RecordAgeExceeded', 'RecordAgeExceeded']);
});
