import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { type Permissions, noPermissions, permissionsBeyond } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import {
  changeRole,
  createRole as newRole,
  deleteRole as lastEvent,
  type RoleFields,
} from '../../domain/people/role-lifecycle.ts';
import { adminRole, type Role } from '../../domain/people/role.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch, etagOf } from '../../gateway/if-match.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { defaultLimit } from '../schemas/paging.ts';
import { settle } from '../settle.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { presentRole } from './present.ts';
import { type CreateRoleBody, type ListRolesQuery, type ReplaceRoleBody, roleNameField } from './schemas.ts';

/** `GET /roles`. */
export async function listRoles(
  { query, url }: ApiRequest<ListRolesQuery, unknown>,
  { lister, clock }: DirectoryDependencies,
): Promise<ApiResponse> {
  const { cursor, limit } = query;
  const binding = listBinding('roles', {});
  const after = cursor === undefined ? null : readCursor(binding, cursor);
  const { items, next } = await takePage(lister.roles(after), {
    limit: limit === undefined ? defaultLimit : Number(limit),
    matches: () => true,
    positionOf: ({ name }) => name,
    now: clock.now,
  });
  return {
    status: 200,
    body: items.map(presentRole),
    headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
  };
}

/** `GET /roles/{name}`: strongly consistent. */
export async function getRole(
  request: ApiRequest<unknown, unknown>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  return respond(200, await findRole(request, deps));
}

/** `POST /roles`: whoever writes a role must hold what it grants. */
export async function createRole(
  request: ApiRequest<unknown, CreateRoleBody>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { roles, clock, random } = deps;
  const { name, ...body } = request.body;
  const fields = fieldsOf(body);
  const role = await settle(deps, null, async () => {
    checkGrant(callerOf(request), noPermissions, fields);
    if ((await roles.get(name)) !== null) throw new Problem('NAME_TAKEN');
    const head = await roles.chainHead(name);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const transition = newRole(name, fields, head, originOf(request), moment);
    const outcome = await roles.create(transition);
    return outcome.kind === 'committed' ? transition.role : undefined;
  });
  const response = respond(201, role);
  return { ...response, headers: { ...response.headers, Location: `${request.url}/${name}` } };
}

/** `PUT /roles/{name}`: replaces the definition whole; effective for every holder within 10 seconds. */
export async function replaceRole(
  request: ApiRequest<unknown, ReplaceRoleBody>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { roles, clock, random } = deps;
  const fields = fieldsOf(request.body);
  const changed = await settle(deps, request.ifMatch, async () => {
    const role = await findRole(request, deps);
    checkIfMatch(request.ifMatch, role.version);
    checkGrant(callerOf(request), role, fields);
    refuseBuiltIn(role);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const transition = changeRole(role, fields, originOf(request), moment);
    if (transition === null) return role;
    const outcome = await roles.update(role, transition);
    return outcome.kind === 'committed' ? transition.role : undefined;
  });
  return respond(200, changed);
}

/** `DELETE /roles/{name}`: only while nobody holds it. */
export async function deleteRole(
  request: ApiRequest<unknown, unknown>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { roles, clock, random } = deps;
  await settle(deps, request.ifMatch, async () => {
    const role = await findRole(request, deps);
    checkIfMatch(request.ifMatch, role.version);
    refuseBuiltIn(role);
    if (role.holders > 0) throw new Problem('IN_USE', { detail: `${role.holders} users hold the role` });
    const moment = { now: clock.now(), eventId: random.uuid() };
    const outcome = await roles.remove(role, lastEvent(role, originOf(request), moment));
    return outcome.kind === 'committed' ? true : undefined;
  });
  return { status: 204 };
}

async function findRole(
  { pathParameters }: ApiRequest<unknown, unknown>,
  { roles }: DirectoryDependencies,
): Promise<Role> {
  const name = roleNameField.safeParse(pathParameters['name']);
  const role = name.success ? await roles.get(name.data) : null;
  if (role === null) throw new Problem('NOT_FOUND');
  return role;
}

function checkGrant(caller: Principal, before: Permissions, after: Permissions): void {
  const refusal = refuseGrant(caller, permissionsBeyond(before, after));
  if (refusal !== null) throw refusal;
}

function refuseBuiltIn({ name }: Role): void {
  if (name === adminRole) throw new Problem('CONFLICT', { detail: 'The role admin is built in' });
}

function fieldsOf({ description, scopes, accessRights }: ReplaceRoleBody): RoleFields {
  return { description: description ?? '', scopes: scopes ?? [], accessRights: accessRights ?? {} };
}

function respond(status: number, role: Role): ApiResponse & { headers: Record<string, string> } {
  return { status, body: presentRole(role), headers: { ETag: etagOf(role.version) } };
}
