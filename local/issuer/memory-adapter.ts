import type { Adapter, AdapterPayload } from 'oidc-provider';

/** The bound of all entries. Beyond it the oldest go. */
const maxEntries = 10_000;

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/**
 * Keeps the provider's sessions, codes and refresh tokens in memory. A restart signs everyone out, and no credential
 * is on the disk.
 */
export function memoryAdapters(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();

  function live(key: string): AdapterPayload | undefined {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAtMs > Date.now()) return entry?.payload;
    entries.delete(key);
    return undefined;
  }

  function findWhere(
    prefix: string,
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined {
    for (const key of entries.keys()) {
      const payload = key.startsWith(prefix) ? live(key) : undefined;
      if (payload !== undefined && matches(payload)) return payload;
    }
    return undefined;
  }

  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresInSeconds) {
        const expiresAtMs = expiresInSeconds ? Date.now() + expiresInSeconds * 1000 : Infinity;
        entries.delete(keyOf(id));
        entries.set(keyOf(id), { payload, expiresAtMs });
        const [oldest] = entries.keys();
        if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      },
      find: async (id) => live(keyOf(id)),
      findByUid: async (uid) => findWhere(`${model}:`, (payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findWhere(`${model}:`, (payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = live(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
