import type { OperationId } from '../../lambdas/contract/routes.ts';

/** Whoever may call: the columns of the table. */
export const callers = [
  'no credentials',
  'bad JWT',
  'expired JWT',
  'JWT of another audience',
  'alg: none',
  'JWT of an unknown user',
  'end-user key',
  'admin key with the scope',
  'admin key without it',
  'owner',
  'other user',
  'manager',
] as const;

export type Caller = (typeof callers)[number];

/** What a call is about; each cell has a fresh one. */
export interface Target {
  /** A key of the owner's. */
  readonly id: string;
  /** A user with the owner's role. */
  readonly userId: string;
  /** A role that nobody holds, and a protected API of the same name. */
  readonly role: string;
  /** Text that nothing else has. */
  readonly fresh: string;
  readonly ownerId: string;
  readonly secret: string;
}

export interface Row {
  /** What sets the row apart where an operation has several. */
  readonly about?: string;
  /** Any of these is enough, and each is tried; nothing is asked of a key where there are none. */
  readonly scopes: readonly string[];
  readonly query?: (target: Target) => string;
  /** Whether the query names a key of the owner's. */
  readonly needsKey?: true;
  readonly body?: (target: Target) => object;
  readonly cells: Readonly<Record<Caller, string>>;
}

const notAuthenticated = {
  'no credentials': '401 UNAUTHENTICATED',
  'bad JWT': '401 TOKEN_INVALID',
  'expired JWT': '401 TOKEN_INVALID',
  'JWT of another audience': '401 TOKEN_INVALID',
  'alg: none': '401 TOKEN_INVALID',
  'JWT of an unknown user': '403 USER_UNKNOWN',
} as const;
const refused = '403 INSUFFICIENT_PERMISSIONS';

/** Outcomes in the order of the columns, from the end-user key on. */
function authenticated(
  endUser: string,
  withScope: string,
  without: string,
  owner: string,
  other: string,
  manager: string,
) {
  return {
    ...notAuthenticated,
    'end-user key': endUser,
    'admin key with the scope': withScope,
    'admin key without it': without,
    owner,
    'other user': other,
    manager,
  };
}

const management = (...cells: [string, string, string, string, string]) =>
  authenticated('403 END_USER_KEY', ...cells);
/** Of a key of the owner's: to be seen by them and by managers, and not there for anybody else. */
const onKey = (success: string): Omit<Row, 'body'> => ({
  scopes: ['api-keys:manage'],
  cells: management(success, '404 NOT_FOUND', success, '404 NOT_FOUND', success),
});
/** Of a webhook of the owner's: managers of keys are nobody to it. */
const onWebhook = (success: string): Omit<Row, 'body'> => ({
  scopes: ['webhooks:manage'],
  cells: management(success, '404 NOT_FOUND', success, '404 NOT_FOUND', '404 NOT_FOUND'),
});
/** For holders of a scope that neither the owner nor the manager has. */
const scoped = (success: string, ...scopes: string[]): Omit<Row, 'body'> => ({
  scopes,
  cells: management(success, refused, refused, refused, refused),
});
const everybody = (success: string): Row => ({
  scopes: [],
  cells: authenticated(success, success, success, success, success, success),
});
const open: Row = {
  scopes: [],
  cells: Object.fromEntries(callers.map((caller) => [caller, '200'])) as Row['cells'],
};
const named = ({ fresh }: Target) => ({ name: fresh, scopes: [], accessRights: {} });

/** Filters that tell nothing but of the keys that the caller sees. */
const plainFilters = [
  'search=x',
  'type=admin,end-user',
  'status=active,paused',
  'userId=owner@example.com',
  'createdVia=x',
  'expiresBefore=2027-01-01',
  'expiresAfter=2027-01-01',
  'neverExpires=true',
  'usedBefore=2027-01-01',
  'neverUsed=true',
  'rotatedBefore=2027-01-01',
  'unlimited=true',
  'broad=true',
];

/** Lists and counts of keys: everybody has their own, managers all; what a filter tells beside is asked for. */
const ofKeys: readonly Row[] = [
  ...['', ...plainFilters].map(
    (filter): Row => ({
      about: filter,
      scopes: ['api-keys:manage'],
      query: () => `?${filter}`,
      cells: management('200', '200', '200', '200', '200'),
    }),
  ),
  {
    about: 'role=developer',
    scopes: ['users:read', 'users:manage'],
    query: () => '?role=developer',
    // Who sees no keys but their own asks about their own roles.
    cells: management('200', '200', '200', '200', refused),
  },
  {
    about: 'api=orders',
    scopes: ['apis:read', 'apis:manage'],
    query: () => '?api=orders',
    cells: management('200', refused, refused, refused, refused),
  },
];

/** Calls with a key of the owner's: a filter shows no more of them than the list does, and nobody else is told of them. */
const callsOfKey: readonly Row[] = [
  '',
  'outcome=denied',
  'code=API_KEY_PAUSED',
  'path=/v1/users*',
  'address=203.0.113.0/24',
  'api=orders',
  'keyPrefix=lk_aB3dE5g',
].map((filter) => ({ ...onKey('200'), about: filter, query: () => `?${filter}` }));

/** An API of which no route requires anything, so that nobody lacks what is taken away. */
export const unprotected = (stage: string) => ({
  gateway: { accountId: '000000000000', apiId: 'a1b2c3', stage },
  routes: [{ method: 'GET', path: '/orders' }],
});

/** A webhook that is told of nothing. */
export const silent = (name: string) => ({
  name,
  url: 'https://hooks.example.com/in',
  kind: 'https',
  events: ['*'],
  status: 'disabled',
});

/** Status and code of every route for every caller. A route that is added needs a row: else this does not compile. */
export const table: Readonly<Record<OperationId, readonly Row[]>> = {
  createApiKey: [
    {
      about: 'for oneself',
      scopes: ['api-keys:manage'],
      body: named,
      cells: management('201', refused, '201', '201', '201'),
    },
    {
      about: 'for the owner',
      scopes: ['api-keys:manage'],
      body: (target) => ({ ...named(target), userId: target.ownerId }),
      cells: management('201', refused, '201', refused, '201'),
    },
  ],
  previewApiKey: [
    {
      about: 'for oneself',
      scopes: ['api-keys:manage'],
      body: named,
      cells: management('200', refused, '200', '200', '200'),
    },
    {
      about: 'for the owner',
      scopes: ['api-keys:manage'],
      body: (target) => ({ ...named(target), userId: target.ownerId }),
      cells: management('200', refused, '200', refused, '200'),
    },
  ],
  listApiKeys: ofKeys,
  countApiKeys: ofKeys,
  getApiKey: [onKey('200')],
  updateApiKey: [{ ...onKey('200'), body: ({ fresh }) => ({ description: fresh }) }],
  deleteApiKey: [onKey('204')],
  pauseApiKey: [onKey('200')],
  resumeApiKey: [onKey('200')],
  previewApiKeyChanges: [{ ...onKey('200'), body: ({ fresh }) => ({ description: fresh }) }],
  rotateApiKey: [
    // Whoever rotates another's key sees its secret: the manager lacks nothing that this one may do.
    { ...onKey('200'), body: () => ({ gracePeriod: '0s' }) },
  ],
  duplicateApiKey: [{ ...onKey('201'), body: ({ fresh }) => ({ name: fresh }) }],
  getApiKeyUsage: callsOfKey,
  getApiKeyUsageSummary: ['', 'from=2027-01-01', 'to=2027-01-01'].map((span) => ({
    ...onKey('200'),
    about: span,
    query: () => `?${span}`,
  })),
  getUsageSummary: ['', 'from=2027-01-01', 'to=2027-01-01'].map((span) => ({
    about: span,
    scopes: ['api-keys:manage'],
    query: () => `?${span}`,
    cells: management('200', refused, refused, refused, '200'),
  })),
  testApiKey: [{ ...onKey('200'), body: () => ({ scopes: ['database:read'] }) }],
  revokeUserKeys: [
    { scopes: ['api-keys:manage'], cells: management('200', refused, refused, refused, '200') },
  ],
  createApiToken: [
    {
      ...scoped('200', '*'),
      body: ({ fresh }) => ({ name: fresh, expiry: new Date(Date.now() + 3_600_000).toISOString() }),
    },
  ],
  verifyApiKey: [
    {
      scopes: ['api-keys:verify'],
      body: ({ secret }) => ({ key: secret }),
      cells: authenticated('200', '200', refused, refused, refused, refused),
    },
  ],
  getPrincipal: [everybody('200')],
  listScopes: [everybody('200')],
  getSettings: [{ scopes: [], cells: management('200', '200', '200', '200', '200') }],
  listUsers: [scoped('200', 'users:read', 'users:manage')],
  createUser: [
    { ...scoped('201', 'users:manage'), body: ({ fresh }) => ({ userId: `${fresh}@example.com` }) },
    {
      about: 'and invite them',
      ...scoped('201', 'users:manage'),
      body: ({ fresh }) => ({ userId: `${fresh}@example.com`, invite: true }),
    },
  ],
  getUser: [scoped('200', 'users:read', 'users:manage')],
  updateUser: [{ ...scoped('200', 'users:manage'), body: ({ fresh }) => ({ displayName: fresh }) }],
  deleteUser: [{ ...scoped('204', 'users:manage') }],
  listRoles: [
    scoped('200', 'roles:read', 'roles:manage'),
    {
      about: 'by a part of their text',
      ...scoped('200', 'roles:read', 'roles:manage'),
      query: () => '?search=dev',
    },
  ],
  createRole: [{ ...scoped('201', 'roles:manage'), body: ({ fresh }) => ({ name: fresh }) }],
  getRole: [scoped('200', 'roles:read', 'roles:manage')],
  listRoleHolders: [scoped('200', 'users:read', 'users:manage')],
  replaceRole: [{ ...scoped('200', 'roles:manage'), body: ({ fresh }) => ({ description: fresh }) }],
  deleteRole: [scoped('204', 'roles:manage')],
  listApis: [scoped('200', 'apis:read', 'apis:manage')],
  registerApi: [
    { ...scoped('201', 'apis:manage'), body: ({ fresh }) => ({ name: fresh, ...unprotected(fresh) }) },
  ],
  getApi: [scoped('200', 'apis:read', 'apis:manage')],
  replaceApi: [{ ...scoped('200', 'apis:manage'), body: ({ fresh }) => unprotected(fresh) }],
  deleteApi: [scoped('204', 'apis:manage')],
  listWebhooks: [
    { scopes: ['webhooks:manage'], cells: management('200', '200', '200', '200', '200') },
    {
      about: 'of the owner',
      scopes: ['webhooks:manage'],
      query: ({ ownerId }) => `?userId=${ownerId}`,
      cells: management('200', '200', '200', '200', '200'),
    },
  ],
  createWebhook: [
    {
      about: 'for own events',
      scopes: ['webhooks:manage'],
      body: ({ fresh }) => silent(fresh),
      cells: management('201', refused, '201', '201', '201'),
    },
    {
      about: 'for all events',
      ...scoped('201', 'webhooks:manage'),
      body: ({ fresh }) => ({ ...silent(fresh), scope: 'all' }),
    },
  ],
  getWebhook: [onWebhook('200')],
  updateWebhook: [{ ...onWebhook('200'), body: ({ fresh }) => ({ name: fresh }) }],
  deleteWebhook: [onWebhook('204')],
  rotateWebhookSecret: [onWebhook('200')],
  testWebhook: [onWebhook('200')],
  replayWebhook: [
    {
      ...onWebhook('409 CONFLICT'),
      about: 'that is disabled',
      body: () => ({ from: '2027-01-01T00:00:00Z', to: '2027-01-02T00:00:00Z' }),
    },
  ],
  listWebhookDeliveries: [onWebhook('200')],
  retryWebhookDelivery: [{ about: 'that there is not', ...onWebhook('404 NOT_FOUND') }],
  listAuditEvents: [
    { about: 'of everything', ...scoped('200', 'audit:read') },
    {
      about: 'of one kind of target',
      ...scoped('200', 'audit:read'),
      query: () => '?targetType=api_key',
    },
    {
      about: 'of the owner’s key as a key',
      scopes: ['audit:read'],
      query: ({ id }) => `?targetId=${id}&targetType=api_key`,
      needsKey: true,
      cells: management('200', refused, '200', refused, refused),
    },
    {
      about: 'of the owner’s key',
      scopes: ['audit:read'],
      query: ({ id }) => `?targetId=${id}`,
      needsKey: true,
      cells: management('200', refused, '200', refused, refused),
    },
  ],
  getHealth: [open],
  getConfig: [open],
  getOpenApi: [open],
  getProblem: [open],
};

/** Whether an answer has a member, whatever its status. */
export type Shown = 'shown' | 'hidden';

/** What answers tell of the calls with a key of the owner's that is being rotated, and to whom. */
export interface MemberRow {
  /** Behind the base; `{id}` is the key. */
  readonly path: string;
  /** Each of them, where it is not null; the id of the key where it is `{id}`. */
  readonly members: readonly string[];
  readonly cells: Readonly<Record<Caller, Shown>>;
}

const shownTo = (...who: readonly Caller[]) =>
  Object.fromEntries(callers.map((caller) => [caller, who.includes(caller) ? 'shown' : 'hidden'])) as Record<
    Caller,
    Shown
  >;
const ownerAndManagers = shownTo('owner', 'admin key with the scope', 'manager');

export const members: readonly MemberRow[] = [
  {
    path: '/api-keys/{id}',
    members: ['rotation', 'oldPrefix', 'oldLastSeenAt'],
    cells: ownerAndManagers,
  },
  {
    path: '/api-keys?limit=100',
    members: ['{id}', 'rotation', 'oldPrefix', 'oldLastSeenAt'],
    cells: ownerAndManagers,
  },
  {
    path: '/api-keys/{id}/usage',
    members: ['keyPrefix', 'needed', 'sourceIp', 'userAgent'],
    cells: ownerAndManagers,
  },
  { path: '/api-keys/{id}/usage/summary', members: ['byOutcome', 'days'], cells: ownerAndManagers },
  {
    path: '/usage/summary',
    members: ['{id}', 'countedSince', 'byCode', 'byApi', 'busiest', 'mostRefused'],
    cells: shownTo('admin key with the scope', 'manager'),
  },
];
