import { may } from '../api/principal.ts';

/** The wildcard of a scope's resource: `users:*` of `users:read`. */
export function wildcardOf(scope: string): string {
  return `${scope.split(':')[0] ?? ''}:*`;
}

/** What covers a scope beside its own name: a wildcard that is chosen, or null. */
export function coverOf(scope: string, chosen: readonly string[]): string | null {
  const others = chosen.filter((each) => each !== scope);
  if (!may({ scopes: others }, scope)) return null;
  return others.includes('*') ? '*' : wildcardOf(scope);
}

/** Resources of a catalogue with more than one scope, in its order: their wildcards save choosing each. */
export function wildcardsOf(scopes: readonly string[]): readonly string[] {
  const all = scopes.map(wildcardOf);
  return [...new Set(all)].filter((wildcard) => all.filter((each) => each === wildcard).length > 1);
}
