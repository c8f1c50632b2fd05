/** Bodies that the OpenAPI document shows; a test checks them against their schemas. */
const times = { createdAt: '2027-06-15T12:00:00.000Z', updatedAt: '2027-06-15T12:00:00.000Z' };
const later = { createdAt: times.createdAt, updatedAt: '2027-06-16T08:30:00.000Z' };

const newUser = { userId: 'ada@example.com', displayName: 'Ada', roles: ['developer'] };
const newRole = {
  name: 'developer',
  description: 'Reads models and runs them in the test environment',
  scopes: ['database:read'],
  accessRights: {
    projects: { sales: { modules: { model: 'read' }, environments: { test: ['read', 'execute'] } } },
  },
};
const { name, ...definition } = newRole;
const roleDefinition = { ...definition, scopes: ['database:*'] };

export const examples = {
  newUser,
  user: { ...newUser, status: 'active', keyCount: 0, ...times },
  userChanges: { status: 'disabled' },
  changedUser: { ...newUser, status: 'disabled', keyCount: 3, ...later },
  newRole,
  role: { ...newRole, ...times },
  roleDefinition,
  replacedRole: { name, ...roleDefinition, ...later },
};
