import { type ProtectedApiItem, protectedApiItemKey } from '../../contract/credential-items.ts';
import type { GatewayStage } from '../../contract/protected-api.ts';
import type { CredentialsReader } from '../credentials-table.ts';
import { type Registration, registrationOf } from './registration.ts';

/** How long a registration is served without another read, like the definition of a role. */
const lifetimeMs = 10_000;
const maxEntries = 1_000;
/** Of the texts of all route sets; read, they take a few times as many bytes. */
const maxCharacters = 4_000_000;

/** Null for a stage that is not registered. */
type Registered = Registration | null;

interface Entry {
  readonly readAt: number;
  /** The answer itself as soon as it has come. */
  answer: Promise<Registered> | Registered;
  /** What was known before this read; undefined for nothing. */
  readonly former: Registered | undefined;
  /** A hash of routes that this read was made for: if it is not among them, it is nowhere. */
  readonly soughtHash: string | null;
}

/** One call's look at a registration. Where there are keys to read, it has to be settled, or to fail. */
export interface Lookup {
  /** What the call reads beside the credential: nothing where the registration is known, or being read already. */
  readonly keys: readonly { readonly pk: string }[];
  /**
   * The registration, with the route set of the call's hash if there is any; nearly always at once.
   *
   * @param items what was read
   */
  settle(items: ReadonlyMap<string, object>): Promise<Registered> | Registered;
  /** Tells others that wait for it that the read has failed. Does nothing where it has been settled. */
  fail(error: unknown): void;
}

/** Registrations, each read at most once in ten seconds, once for all that wait for it, and never served past that. */
export interface RegistrationCache {
  /**
   * @param hash of the routes that the call's deployment was made with; null for the current ones
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   */
  lookUp(stage: GatewayStage, hash: string | null, deadlineMs: number): Lookup;
  /** What was known of a stage last, however long ago; undefined for nothing. No call is let through by it. */
  lastKnown(stage: GatewayStage): Registered | undefined;
}

export function createRegistrationCache(reader: CredentialsReader, now: () => number): RegistrationCache {
  const entries = new Map<string, Entry>();

  function knownAt(pk: string): Registered | undefined {
    const entry = entries.get(pk);
    return entry?.answer instanceof Promise ? entry.former : entry?.answer;
  }

  function remember(pk: string, entry: Entry): void {
    if (entries.size >= maxEntries && !entries.has(pk)) entries.clear();
    entries.set(pk, entry);
  }

  /** Stands for a read that is under way. */
  function begin(
    key: { readonly pk: string },
    soughtHash: string | null,
  ): Lookup & { settled: Promise<Registered> } {
    const { pk } = key;
    const { promise, resolve, reject } = Promise.withResolvers<Registered>();
    promise.catch(() => {});
    const former = knownAt(pk);
    const entry: Entry = { readAt: now(), answer: promise, former, soughtHash };
    remember(pk, entry);
    return {
      keys: [key],
      settled: promise,
      settle(items) {
        const item = items.get(pk) as ProtectedApiItem | undefined;
        const found = item === undefined ? null : registrationOf(item, former);
        entry.answer = found;
        if (charactersOf([...entries.values()]) > maxCharacters) {
          entries.clear();
          entries.set(pk, entry);
        }
        resolve(found);
        return promise;
      },
      fail(error) {
        if (entry.answer !== promise) return;
        // What was known stays known, and due.
        if (entries.get(pk) === entry) {
          if (former === undefined) entries.delete(pk);
          else entries.set(pk, { ...entry, readAt: Number.NEGATIVE_INFINITY, answer: former });
        }
        reject(error);
      },
    };
  }

  /** Reads at once, for a hash that what is known does not have. */
  async function seek(key: { readonly pk: string }, hash: string, deadlineMs: number): Promise<Registered> {
    const under = entries.get(key.pk);
    if (under?.soughtHash === hash) return under.answer;
    const read = begin(key, hash);
    try {
      return await read.settle(await reader.read([key], deadlineMs));
    } catch (error) {
      read.fail(error);
      throw error;
    }
  }

  return {
    lookUp(stage, hash, deadlineMs) {
      const key = protectedApiItemKey(stage);
      const entry = entries.get(key.pk);
      // What this very call reads is as new as can be.
      if (entry === undefined || entry.readAt <= now() - lifetimeMs) return begin(key, hash);
      const withHash = (found: Registered) =>
        hash === null || found?.routeSets.has(hash) === true ? found : seek(key, hash, deadlineMs);
      return {
        keys: [],
        settle: () =>
          entry.answer instanceof Promise ? entry.answer.then(withHash) : withHash(entry.answer),
        fail() {},
      };
    },
    lastKnown: (stage) => knownAt(protectedApiItemKey(stage).pk),
  };
}

function charactersOf(entries: readonly Entry[]): number {
  return entries.reduce(
    (sum, { answer }) => sum + (answer instanceof Promise ? 0 : (answer?.characters ?? 0)),
    0,
  );
}
