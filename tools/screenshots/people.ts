/** People, roles and protected APIs of a company that sells things: what the pictures show. */
export const roles = [
  {
    name: 'analyst',
    description: 'Reads sales and marketing data',
    scopes: ['database:read', 'metadata:read', 'query:execute', 'notebook:read'],
    accessRights: {
      projects: {
        sales: { modules: { orders: 'read', forecasts: 'read' }, environments: { prod: ['read'] } },
        marketing: { modules: { '*': 'read' }, environments: { prod: ['read'], test: ['read', 'execute'] } },
      },
    },
  },
  {
    name: 'pipeline',
    description: 'Builds and deploys from CI',
    scopes: ['database:*', 'function:invoke', 'orchestration:execute', 'logs:read'],
    accessRights: {
      projects: {
        sales: {
          modules: { '*': 'write' },
          environments: { test: ['read', 'execute', 'deploy'], prod: ['read', 'deploy'] },
        },
      },
    },
  },
  {
    name: 'support',
    description: 'Looks into what customers report',
    scopes: ['logs:read', 'metadata:read', 'users:read', 'audit:read'],
    accessRights: { projects: { '*': { modules: { '*': 'read' }, environments: {} } } },
  },
] as const;

export const users = [
  { userId: 'ada.okafor@example.com', displayName: 'Ada Okafor', roles: ['analyst'] },
  { userId: 'ben.lindqvist@example.com', displayName: 'Ben Lindqvist', roles: ['pipeline', 'support'] },
  { userId: 'chiara.rossi@example.com', displayName: 'Chiara Rossi', roles: ['analyst', 'support'] },
  { userId: 'ci-bot@example.com', displayName: 'CI bot', roles: ['pipeline'] },
  { userId: 'dan.wright@example.com', displayName: 'Dan Wright', roles: ['analyst'] },
  { userId: 'elif.demir@example.com', displayName: 'Elif Demir', roles: [] },
] as const;

export const apis = [
  {
    name: 'orders',
    description: 'Orders of the shop',
    gateway: { accountId: '000000000000', apiId: 'a1b2c3d4e5', stage: 'prod' },
    routes: [
      { method: 'GET', path: '/orders', scopes: ['database:read'] },
      { method: 'GET', path: '/orders/{order}', scopes: ['database:read'] },
      { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
      {
        method: 'GET',
        path: '/p/{project}/models/{model}',
        project: '{project}',
        module: '{model}',
        action: 'read',
      },
      { method: 'ANY', path: '/profile' },
    ],
  },
  {
    name: 'invoices',
    description: 'What customers owe',
    enforcement: 'middleware',
    gateway: { accountId: '000000000000', apiId: 'f6g7h8i9j0', stage: 'prod' },
    routes: [{ method: 'ANY', path: '/invoices/{proxy+}', scopes: ['billing:manage'] }],
  },
] as const;
