/** What scopes are sorted by where they are shown: by how much harm a call can do that needs one. */
export const scopeGroups = ['read', 'write', 'execute', 'admin'] as const;

export type ScopeGroup = (typeof scopeGroups)[number];

const groupsByAction: Readonly<Record<string, ScopeGroup>> = {
  read: 'read',
  list: 'read',
  view: 'read',
  execute: 'execute',
  invoke: 'execute',
  run: 'execute',
  verify: 'execute',
  manage: 'admin',
  admin: 'admin',
  escalate: 'admin',
};

/** The group of a scope that names none: its action tells, and what is not known writes. */
export function groupByAction(scope: string): ScopeGroup {
  const action = scope.slice(scope.indexOf(':') + 1);
  return Object.hasOwn(groupsByAction, action) ? (groupsByAction[action] ?? 'write') : 'write';
}
