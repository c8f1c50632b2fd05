import type { KeyUse } from '../domain/usage/last-use.ts';

/** What is in the item of a key's last use, beside its key: `usedOn`, and a time for each secret. */
export type LastUseItem = Readonly<Record<string, unknown>>;

const beginning = 'secret#';

/** The attribute with the time at which a secret was presented last, epoch milliseconds. */
export const secretAttribute = (keyPrefix: string | null): string => `${beginning}${keyPrefix ?? ''}`;

/** The attributes of secrets, the one that was used last first. */
export function secretsIn(item: LastUseItem): readonly (readonly [attribute: string, usedAtMs: number])[] {
  return Object.entries(item)
    .filter((entry): entry is [string, number] => entry[0].startsWith(beginning))
    .toSorted(([, left], [, right]) => right - left);
}

/** When the key was used last, with any of its secrets and with each; null for an item of a key that has ended. */
export function lastUseIn(item: LastUseItem): KeyUse | null {
  const secrets = secretsIn(item);
  const [latest] = secrets;
  if (latest === undefined) return null;
  return {
    usedAtMs: latest[1],
    byPrefix: new Map(secrets.map(([attribute, usedAtMs]) => [attribute.slice(beginning.length), usedAtMs])),
  };
}
