import { may } from '../api/principal.ts';

const escalate = 'permissions:escalate';

/** Whether somebody who has signed in may give a scope: nobody gives what they do not have. The API decides. */
export function mayGive({ scopes }: { readonly scopes: readonly string[] }, scope: string): boolean {
  if (scopes.includes(escalate)) return true;
  // Somebody has to be the first to give it.
  return scope === escalate ? scopes.includes('*') : may({ scopes }, scope);
}
