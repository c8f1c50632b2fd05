import fc from 'fast-check';
import { type Engine, startEngine } from '../support/engine.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { play, year } from './random-year.ts';

captureLogLines();

let first: Engine;
beforeAll(async () => {
  first = await startEngine();
});
afterAll(() => first?.stop());

/** Many years where there is time: with `npm run test:load`. */
const years = process.env['LOAD'] ? 40 : 2;

test('over a year of changes and restarts each due notice is given once, within two minutes, and no other', async () => {
  let count = 0;
  const property = fc.asyncProperty(year, async (each) => {
    const engine = await startEngine(first.endpoint);
    try {
      count += await play(engine, each);
    } finally {
      await engine.stop();
    }
  });
  await fc.assert(property, { numRuns: years, endOnFailure: true });
  // Some thirty in each are to be expected.
  expect(count).toBeGreaterThan(5 * years);
}, 600_000);
