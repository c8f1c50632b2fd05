/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const gatewayAndRoutes = {
  gateway: { accountId: '123456789012', apiId: 'a1b2c3d4e5', stage: 'prod' },
  routes: [
    { method: 'GET', path: '/orders', scopes: ['database:read'] },
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
};
const name = 'orders';
const description = 'Orders of the shop';
const registered = {
  name,
  description,
  enforcement: 'deny',
  people: false,
  unauthenticated: '403',
  ...gatewayAndRoutes,
  routesHash: '2d5b0d6c6d9d952e8d02f037f0a2abb69c156115901af2d1f92ed116ef738819',
  managedBy: null,
  createdAt: '2027-06-15T12:00:00.000Z',
  updatedAt: '2027-06-15T12:00:00.000Z',
};

export const examples = {
  newApi: { name, description, ...gatewayAndRoutes },
  api: registered,
  definition: { description, enforcement: 'middleware', ...gatewayAndRoutes },
  replaced: { ...registered, enforcement: 'middleware', updatedAt: '2027-06-16T08:30:00.000Z' },
};
