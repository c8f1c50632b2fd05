export const rolesHref = '/roles';
/** No role has such a name. */
export const newRoleHref = '/roles/~create';

export function roleHref(name: string): string {
  return `/roles/${encodeURIComponent(name)}`;
}

/** The built-in role that grants everything, and cannot be edited or deleted. */
export const builtInRole = 'admin';
