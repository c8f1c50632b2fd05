import { readCursor, listBinding, writeCursor } from '../../domain/cursor.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { foldName } from '../../domain/keys/name.ts';
import { unitePermissions } from '../../domain/permissions/permissions.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import {
  changeUser,
  createUser as newUser,
  deleteUser as lastEvent,
} from '../../domain/people/user-lifecycle.ts';
import { normalizeUserId, type User } from '../../domain/people/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch, etagOf } from '../../gateway/if-match.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { defaultLimit } from '../schemas/paging.ts';
import { settle } from '../settle.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { presentUser } from './present.ts';
import type { CreateUserBody, ListUsersQuery, PatchUserBody } from './schemas.ts';

/** `GET /users`. */
export async function listUsers(
  { query, url }: ApiRequest<ListUsersQuery, unknown>,
  { lister, clock }: DirectoryDependencies,
): Promise<ApiResponse> {
  const { cursor, limit, ...filter } = query;
  const binding = listBinding('users', filter);
  const after = cursor === undefined ? null : readCursor(binding, cursor);
  const text = foldName(filter.search ?? '');
  const { items, next } = await takePage(lister.users(after), {
    limit: limit === undefined ? defaultLimit : Number(limit),
    matches: ({ userId, displayName, status, roles }) =>
      [userId, displayName].some((field) => foldName(field).includes(text)) &&
      (filter.status === undefined || status === filter.status) &&
      (filter.role === undefined || roles.includes(filter.role)),
    positionOf: ({ userId }) => userId,
    now: clock.now,
  });
  return {
    status: 200,
    body: items.map(presentUser),
    headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
  };
}

/** `GET /users/{userId}`: strongly consistent. */
export async function getUser(
  request: ApiRequest<unknown, unknown>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  return respond(200, await findUser(request, deps));
}

/** `POST /users`: whoever assigns a role must hold what it grants. */
export async function createUser(
  request: ApiRequest<unknown, CreateUserBody>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { users, directory, clock, random } = deps;
  const { body } = request;
  const userId = normalizeUserId(body.userId);
  const fields = {
    displayName: body.displayName ?? userId,
    roles: body.roles ?? [],
    status: body.status ?? 'active',
  } as const;
  const user = await settle(deps, null, async () => {
    await checkRoles(callerOf(request), fields.roles, deps);
    if ((await directory.getUser(userId)) !== null) {
      throw new Problem('CONFLICT', { detail: 'The user exists already' });
    }
    const head = await users.chainHead(userId);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const transition = newUser(userId, fields, head, originOf(request), moment);
    const outcome = await users.create(transition);
    return outcome.kind === 'committed' ? transition.user : undefined;
  });
  const response = respond(201, user);
  return {
    ...response,
    headers: { ...response.headers, Location: `${request.url}/${encodeURIComponent(userId)}` },
  };
}

/** `PATCH /users/{userId}`: effective for all of the user's keys when it returns. */
export async function updateUser(
  request: ApiRequest<unknown, PatchUserBody>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { users, clock, random } = deps;
  const { body } = request;
  const changed = await settle(deps, request.ifMatch, async () => {
    const user = await findUser(request, deps);
    checkIfMatch(request.ifMatch, user.version);
    const isEnabled = user.status === 'disabled' && body.status === 'active';
    const roles = body.roles ?? user.roles;
    // Enabling a user gives back all that their roles grant.
    const given = isEnabled ? roles : roles.filter((role) => !user.roles.includes(role));
    await checkRoles(callerOf(request), given, deps);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const transition = changeUser(user, body, originOf(request), moment);
    if (transition === null) return user;
    const outcome = await users.update(user, transition);
    if (outcome.kind === 'committed') return transition.user;
    refuseLastAdministrator(outcome);
    return undefined;
  });
  return respond(200, changed);
}

/** `DELETE /users/{userId}`: only without keys, expired ones included. */
export async function deleteUser(
  request: ApiRequest<unknown, unknown>,
  deps: DirectoryDependencies,
): Promise<ApiResponse> {
  const { users, clock, random } = deps;
  await settle(deps, request.ifMatch, async () => {
    const user = await findUser(request, deps);
    checkIfMatch(request.ifMatch, user.version);
    if (user.keyCount > 0) throw new Problem('IN_USE', { detail: `The user has ${user.keyCount} keys` });
    const moment = { now: clock.now(), eventId: random.uuid() };
    const outcome = await users.remove(user, lastEvent(user, originOf(request), moment));
    if (outcome.kind === 'committed') return true;
    refuseLastAdministrator(outcome);
    return undefined;
  });
  return { status: 204 };
}

async function findUser(
  { pathParameters }: ApiRequest<unknown, unknown>,
  { directory }: DirectoryDependencies,
): Promise<User> {
  const userId = pathParameters['userId'] ?? '';
  const user = isPlausible(userId) ? await directory.getUser(normalizeUserId(userId)) : null;
  if (user === null) throw new Problem('NOT_FOUND');
  return user;
}

/** An id that cannot exist is not looked up; DynamoDB would refuse the longest ones. */
function isPlausible(userId: string): boolean {
  return userId.length > 0 && userId.length <= 256;
}

/** @throws Problem `INVALID` for a role that does not exist, `INSUFFICIENT_PERMISSIONS` for one that grants too much */
async function checkRoles(
  caller: Principal,
  names: readonly string[],
  { roles }: DirectoryDependencies,
): Promise<void> {
  const found = await Promise.all(names.map((name) => roles.get(name)));
  const unknown = found.indexOf(null);
  if (unknown !== -1) throw invalid(`roles.${unknown}`, 'There is no such role');
  const grants = found.filter((role) => role !== null);
  const refusal = refuseGrant(caller, unitePermissions(grants));
  if (refusal !== null) throw refusal;
}

function refuseLastAdministrator(outcome: { kind: string; by?: readonly string[] }): void {
  if (outcome.by?.includes('administrators') === true && !outcome.by.includes('user')) {
    throw new Problem('CONFLICT', { detail: 'The last active administrator stays' });
  }
}

function respond(status: number, user: User): ApiResponse & { headers: Record<string, string> } {
  return { status, body: presentUser(user), headers: { ETag: etagOf(user.version) } };
}
