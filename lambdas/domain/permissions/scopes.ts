/** `resource:action`, `resource:*` or `*`. Sets are kept sorted, without what another member covers. */
export type Scopes = readonly string[];

/** Granted by name only: no wildcard covers it. */
export const escalateScope = 'permissions:escalate';

/** True where holding `wide` means holding `narrow`. Syntactic: only an equal or wider wildcard covers a wildcard. */
export function scopeCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (narrow === escalateScope) return false;
  if (wide === '*') return true;
  return wide.endsWith(':*') && narrow.startsWith(wide.slice(0, -1));
}

/** True where one of the held scopes covers the wanted one. */
export function holdsScope(held: Scopes, wanted: string): boolean {
  return held.some((scope) => scopeCovers(scope, wanted));
}

export function normalizeScopes(scopes: Scopes): string[] {
  const distinct = [...new Set(scopes)];
  return distinct
    .filter((scope) => !distinct.some((other) => other !== scope && scopeCovers(other, scope)))
    .toSorted();
}

export function uniteScopes(sets: readonly Scopes[]): string[] {
  return normalizeScopes(sets.flat());
}

/** What both sets grant. */
export function intersectScopes(left: Scopes, right: Scopes): string[] {
  const both = left.flatMap((a) =>
    right.flatMap((b) => (scopeCovers(a, b) ? [b] : scopeCovers(b, a) ? [a] : [])),
  );
  return normalizeScopes(both);
}

/** The wanted scopes that the held ones do not cover. */
export function missingScopes(held: Scopes, wanted: Scopes): string[] {
  return normalizeScopes(wanted.filter((scope) => !holdsScope(held, scope)));
}
