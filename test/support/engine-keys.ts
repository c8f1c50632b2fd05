import { randomUUID } from 'node:crypto';
import type { ApiKey, ApiKeyFields } from '../../lambdas/domain/keys/api-key.ts';
import {
  changeKey,
  deleteKey,
  type NewApiKey,
  type Transition,
} from '../../lambdas/domain/keys/lifecycle.ts';
import { type ApiKeyStore, createApiKeyStore, type Removal } from '../../lambdas/store/api-keys.ts';
import type { Engine } from './engine.ts';
import { seedUser } from './engine-seed.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from './memory-ports.ts';
import { mintKey, origin } from './memory-records.ts';
import { settings } from './memory-settings.ts';

/** A store over an engine, with the steps that tests of it begin with. */
export interface KeyBench {
  readonly store: ApiKeyStore;
  readonly clock: SettableClock;
  /** A key of a user of its own, stored. */
  readonly add: (fields?: Partial<NewApiKey>) => Promise<ApiKey>;
}

export function benchOf({ tables }: Engine, more: Partial<typeof settings> = {}): KeyBench {
  const clock = clockAt(noon);
  const store = createApiKeyStore(tables, { ...settings, ...more }, clock.now);
  return {
    store,
    clock,
    async add(fields) {
      const made = anyKey(fields);
      if (fields?.userId === undefined) await seedUser(tables, { userId: made.key.userId });
      const outcome = await store.create(made);
      if (outcome.kind !== 'committed')
        throw new Error(`the key was not created: ${JSON.stringify(outcome)}`);
      return made.key;
    },
  };
}

/** A key that shares nothing with other keys but what is given. */
export function anyKey(fields: Partial<NewApiKey> = {}): Transition {
  const unique = { name: randomUUID(), userId: `${randomUUID()}@example.com` };
  return mintKey({ ...unique, ...fields }, { random: predictableRandom(randomUUID()) });
}

export function changed(key: ApiKey, fields: Partial<ApiKeyFields>): Transition {
  const transition = changeKey(key, fields, origin, { now: noon + 1_000, eventId: randomUUID() });
  if (transition === null) throw new Error('the change changes nothing');
  return transition;
}

export function removalOf(key: ApiKey): Removal {
  return { key, event: deleteKey(key, origin, { now: noon + 2_000, eventId: randomUUID() }) };
}
