import fc from 'fast-check';
import type { AccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import type { Permissions, Restriction } from '../../lambdas/domain/permissions/permissions.ts';

/** Few names, so that sets meet, cover one another and miss one another often. */
const names = ['*', 'sales', 'ops', '__proto__', 'constructor'];

export const scope = fc.constantFrom(
  '*',
  'database:*',
  'database:read',
  'database:write',
  'metadata:*',
  'metadata:read',
  'data:read',
  'permissions:*',
  'permissions:escalate',
);

export const scopes = fc.array(scope, { maxLength: 6 });

const name = fc.constantFrom(...names);

function record<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: false });
}

const project = fc.record(
  {
    modules: record(fc.constantFrom('read', 'write')),
    environments: record(fc.array(fc.constantFrom('read', 'execute', 'deploy'), { maxLength: 3 })),
  },
  { requiredKeys: [] },
);

export const accessRights: fc.Arbitrary<AccessRights> = fc.record(
  { projects: record(project) },
  { requiredKeys: [] },
);

export const permissions: fc.Arbitrary<Permissions> = fc.record({ scopes, accessRights });

export const restriction: fc.Arbitrary<Restriction> = fc.record({
  scopes: fc.option(scopes),
  accessRights: fc.option(accessRights),
});
