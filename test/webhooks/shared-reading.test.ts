import { shareReading } from '../../lambdas/functions/sender/shared-reading.ts';

/** Readings that end when they are told to; each gives how many had begun with it. */
function readings() {
  const ends: ((error?: Error) => void)[] = [];
  const read = () => {
    const number = ends.length + 1;
    return new Promise<number>((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve(number) : reject(error)));
    });
  };
  return { ends, shared: shareReading(read) };
}
const settle = () => new Promise(setImmediate);

test('those who ask while a reading is under way share the next one, which begins then', async () => {
  const { ends, shared } = readings();
  const first = shared();
  const others = [shared(), shared(), shared()];
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]!();
  expect(await first).toBe(1);
  await settle();
  expect(ends).toHaveLength(2);
  const late = shared();
  ends[1]!();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  await settle();
  ends[2]!();
  expect([await late, ends.length]).toEqual([3, 3]);
});

test('a reading that fails fails for those who share it, and for nobody else', async () => {
  const { ends, shared } = readings();
  const first = shared();
  const others = [shared(), shared()];
  ends[0]!(new Error('no answer'));
  await expect(first).rejects.toThrow('no answer');
  await settle();
  ends[1]!(new Error('none again'));
  for (const other of others) await expect(other).rejects.toThrow('none again');
  const last = shared();
  ends[2]!();
  expect(await last).toBe(3);
});
