/** The scopes that this API itself asks for, with the text that `GET /scopes` shows. */
export const builtInScopes = {
  'api-keys:manage': 'Manage the API keys of every user',
  'api-keys:verify': 'Verify API keys on behalf of a service',
  'users:read': 'Read users',
  'users:manage': 'Create, change and delete users, and assign roles',
  'roles:read': 'Read roles',
  'roles:manage': 'Create, change and delete roles',
  'apis:read': 'Read protected APIs',
  'apis:manage': 'Register, change and delete protected APIs',
  'webhooks:manage': 'Be told of all events, and manage the webhooks of every user',
  'audit:read': 'Read the audit log',
  'permissions:escalate':
    'Grant permissions one does not hold; counts for people only, and no wildcard covers it',
} as const;

export type BuiltInScope = keyof typeof builtInScopes;
