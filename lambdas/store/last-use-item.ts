import { type NotedNeeds, permissionsIn } from '../domain/usage/key-needs.ts';
import type { KeyUse } from '../domain/usage/last-use.ts';

/** What is in the item of a key's last use, beside its key: `usedOn`, a time for each secret, and what it was needed for. */
export type LastUseItem = Readonly<Record<string, unknown>>;

/** Attributes with what a key was needed for: a set of texts, times in epoch milliseconds, and a flag. */
export const needsAttributes = {
  texts: 'needs',
  sinceMs: 'needsSince',
  untoldAtMs: 'needsUntoldAt',
  isFull: 'needsFull',
} as const satisfies Record<keyof NotedNeeds, string>;

const beginning = 'secret#';

/** The attribute with the time at which a secret was presented last, epoch milliseconds. */
export const secretAttribute = (keyPrefix: string | null): string => `${beginning}${keyPrefix ?? ''}`;

/** The attributes of secrets, the one that was used last first. */
export function secretsIn(item: LastUseItem): readonly (readonly [attribute: string, usedAtMs: number])[] {
  return Object.entries(item)
    .filter((entry): entry is [string, number] => entry[0].startsWith(beginning))
    .toSorted(([, left], [, right]) => right - left);
}

/** What is noted of what the key was needed for. */
export function needsIn(item: LastUseItem): NotedNeeds {
  const [texts, sinceMs, untoldAtMs] = [
    item[needsAttributes.texts],
    item[needsAttributes.sinceMs],
    item[needsAttributes.untoldAtMs],
  ];
  return {
    texts: texts instanceof Set ? (texts as Set<string>) : new Set(),
    sinceMs: typeof sinceMs === 'number' ? sinceMs : null,
    untoldAtMs: typeof untoldAtMs === 'number' ? untoldAtMs : null,
    isFull: item[needsAttributes.isFull] === true,
  };
}

/** When the key was used last, with any of its secrets and with each; null for an item of a key that has ended. */
export function lastUseIn(item: LastUseItem): KeyUse | null {
  const secrets = secretsIn(item);
  const [latest] = secrets;
  if (latest === undefined) return null;
  return {
    usedAtMs: latest[1],
    byPrefix: new Map(secrets.map(([attribute, usedAtMs]) => [attribute.slice(beginning.length), usedAtMs])),
    needs: permissionsIn(needsIn(item)),
  };
}
