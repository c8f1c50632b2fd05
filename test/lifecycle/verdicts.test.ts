import fc from 'fast-check';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { create, keyCommands } from './key-commands.ts';
import { KeyModel } from './key-model.ts';
import { type Reading, ServedKeys } from './served-keys.ts';

captureLogLines();

const dayMs = 86_400_000;

/**
 * The second is shorter than grace periods are: a retiring secret can outlive its key, which takes a long series of
 * histories to come about. What can go wrong with the first can with the second as well, so it takes fewer.
 */
describe.each([
  [30, 40],
  [1, 100],
])('where expired keys are kept for %d days', (retentionDays, histories) => {
  let engine: Engine;
  let deployment: Deployment;
  beforeAll(async () => {
    engine = await startEngine();
    deployment = await deploy(engine, { retentionDays, maxKeysPerUser: 1_000_000 });
  });
  afterAll(() => engine?.stop());

  async function compare(reading: Reading, numRuns: number): Promise<number> {
    let secrets = 0;
    const history = fc.asyncProperty(create, keyCommands, async (first, commands) => {
      const model = new KeyModel(noon, retentionDays * dayMs);
      const served = new ServedKeys(engine, deployment, reading);
      served.setClock(noon);
      await first.run(model, served);
      await fc.asyncModelRun(() => ({ model, real: served }), commands);
      secrets += model.secrets.length;
      const shown = await Promise.all(served.ids.map((id) => deployment.admin('getApiKey', { at: { id } })));
      expect(shown.map(({ status }) => status)).toEqual(
        model.keys.map((key) => (model.isThere(key) ? 200 : 404)),
      );
    });
    await fc.assert(history, { numRuns });
    return secrets;
  }

  test('whatever happens to keys, each secret is worth what the model says', async () => {
    expect(await compare('each change', histories)).toBeGreaterThan(2 * histories);
  }, 120_000);

  test('containers that read for each call agree', async () => {
    expect(await compare('each call', 10)).toBeGreaterThan(10);
  }, 120_000);
});
