import { listBinding } from '../../domain/cursor.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { foldName } from '../../domain/keys/name.ts';
import { type Permissions, noPermissions, permissionsBeyond } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import {
  changeRole,
  createRole as newRoleOf,
  deleteRole as lastEvent,
  type RoleFields,
} from '../../domain/people/role-lifecycle.ts';
import { adminRole, type Role } from '../../domain/people/role.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation, success } from '../../gateway/operation.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { takeListPage } from '../list.ts';
import { momentOf } from '../moment.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { presentRole, versionHeaders } from './present.ts';
import { newRole, role, roleDefinition, roleList, roleNameField, rolesQuery } from './schemas.ts';

export const listRoles = operation(
  'listRoles',
  {
    summary: 'List roles',
    description: 'Roles in the order of their names. A list may trail changes by a moment.',
    tag: 'Roles',
    query: rolesQuery,
    success: success(200, roleList),
    example: { answer: [examples.role] },
  },
  async (request, { lister, clock }: DirectoryDependencies) => {
    const { cursor: _, limit: __, ...filter } = request.query;
    const text = foldName(filter.search ?? '');
    const { items, headers } = await takeListPage(request, listBinding('roles', filter), {
      list: (after) => lister.roles(after),
      isPosition: (text) => roleNameField.safeParse(text).success,
      matches: ({ name, description }) => [name, description].some((field) => foldName(field).includes(text)),
      positionOf: ({ name }) => name,
      now: clock.now,
    });
    return { body: items.map(presentRole), headers };
  },
);

export const getRole = operation(
  'getRole',
  {
    summary: 'Read a role',
    description: 'The role as it stands now: reading one is strongly consistent.',
    tag: 'Roles',
    success: success(200, role, 'ETag'),
    example: { answer: examples.role },
  },
  async (request, deps: DirectoryDependencies) => {
    const found = await findRole(request, deps);
    return { body: presentRole(found), headers: versionHeaders(found) };
  },
);

export const createRole = operation(
  'createRole',
  (settings) => ({
    summary: 'Create a role',
    description: 'Whoever writes a role must hold what it grants.',
    tag: 'Roles',
    body: newRole(settings),
    success: success(201, role, 'ETag', 'Location'),
    problems: ['NAME_TAKEN'],
    example: { request: examples.newRole, answer: examples.role },
  }),
  async (request, deps: DirectoryDependencies) => {
    const { roles } = deps;
    const { name, ...body } = request.body;
    const fields = fieldsOf(body);
    const created = await untilSettled(deps, async () => {
      checkGrant(callerOf(request), noPermissions, fields);
      if ((await roles.get(name)) !== null) throw new Problem('NAME_TAKEN');
      const head = await roles.chainHead(name);
      const transition = newRoleOf(name, fields, head, originOf(request), momentOf(deps));
      const outcome = await roles.create(transition);
      return outcome.kind === 'committed' ? transition.role : undefined;
    });
    const Location = `${request.url}/${name}`;
    return { body: presentRole(created), headers: { ...versionHeaders(created), Location } };
  },
);

export const replaceRole = operation(
  'replaceRole',
  (settings) => ({
    summary: 'Replace a role',
    description:
      'Replaces the definition whole; effective for all who hold the role within ten seconds. Whoever writes a role ' +
      'must hold what it grants beyond what it granted before. The role `admin` is built in.',
    tag: 'Roles',
    body: roleDefinition(settings),
    success: success(200, role, 'ETag'),
    problems: ['CONFLICT'],
    changes: true,
    example: { request: examples.roleDefinition, answer: examples.replacedRole },
  }),
  async (request, deps: DirectoryDependencies) => {
    const { roles } = deps;
    const fields = fieldsOf(request.body);
    const changed = await untilSettled(deps, async () => {
      const found = await findRole(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      checkGrant(callerOf(request), found, fields);
      refuseBuiltIn(found);
      const transition = changeRole(found, fields, originOf(request), momentOf(deps));
      if (transition === null) return found;
      const outcome = await roles.update(found, transition);
      return outcome.kind === 'committed' ? transition.role : undefined;
    });
    return { body: presentRole(changed), headers: versionHeaders(changed) };
  },
);

export const deleteRole = operation(
  'deleteRole',
  {
    summary: 'Delete a role that nobody holds',
    description: 'Take the role from its holders first. The role `admin` is built in.',
    tag: 'Roles',
    success: noContent,
    problems: ['CONFLICT', 'IN_USE'],
    changes: true,
  },
  async (request, deps: DirectoryDependencies) => {
    const { roles } = deps;
    await untilSettled(deps, async () => {
      const found = await findRole(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      refuseBuiltIn(found);
      const { holders } = found;
      if (holders > 0) {
        const detail = holders === 1 ? 'A user holds the role' : `${holders} users hold the role`;
        throw new Problem('IN_USE', { detail });
      }
      const outcome = await roles.remove(found, lastEvent(found, originOf(request), momentOf(deps)));
      return outcome.kind === 'committed' ? true : undefined;
    });
    return { body: undefined };
  },
);

/** @throws Problem `NOT_FOUND` */
export async function findRole(
  request: ApiRequest<unknown, unknown>,
  deps: DirectoryDependencies,
): Promise<Role> {
  const name = roleNameField.safeParse(request.pathParameters['name']);
  const found = name.success ? await deps.roles.get(name.data) : null;
  if (found === null) throw new Problem('NOT_FOUND');
  return found;
}

function checkGrant(caller: Principal, before: Permissions, after: Permissions): void {
  const refusal = refuseGrant(caller, permissionsBeyond(before, after));
  if (refusal !== null) throw refusal;
}

function refuseBuiltIn({ name }: Role): void {
  if (name === adminRole) throw new Problem('CONFLICT', { detail: 'The role admin is built in' });
}

function fieldsOf({ description, scopes, accessRights }: Partial<RoleFields>): RoleFields {
  return { description: description ?? '', scopes: scopes ?? [], accessRights: accessRights ?? {} };
}
