import { listBinding } from '../../domain/cursor.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { foldName } from '../../domain/keys/name.ts';
import { unitePermissions } from '../../domain/permissions/permissions.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import {
  changeUser,
  createUser as newUserOf,
  deleteUser as lastEvent,
} from '../../domain/people/user-lifecycle.ts';
import { normalizeUserId, type User, userIdPattern } from '../../domain/people/user.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation, success } from '../../gateway/operation.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { takeListPage } from '../list.ts';
import { momentOf } from '../moment.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { presentUser, versionHeaders } from './present.ts';
import { type Invitation, checkInvitable, invite, warnOfMail } from './invitation.ts';
import { createdUser, newUser, user, userChanges, userList, usersQuery } from './schemas.ts';

export const listUsers = operation(
  'listUsers',
  {
    summary: 'List users',
    description: 'Users in the order of their `userId`. A list may trail changes by a moment.',
    tag: 'Users',
    query: usersQuery,
    success: success(200, userList),
    example: { answer: [examples.user] },
  },
  async (request, deps: DirectoryDependencies) => {
    const { cursor: _, limit: __, ...filter } = request.query;
    const text = foldName(filter.search ?? '');
    const { items, headers } = await takeListPage(request, listBinding('users', filter), {
      ...usersIn(deps),
      matches: ({ userId, displayName, status, roles }) =>
        [userId, displayName].some((field) => foldName(field).includes(text)) &&
        (filter.status === undefined || status === filter.status) &&
        (filter.role === undefined || roles.includes(filter.role)),
    });
    return { body: items.map(presentUser), headers };
  },
);

/** How a list of users is read and continued. */
export function usersIn({ lister, clock }: DirectoryDependencies) {
  return {
    list: (after: string | null) => lister.users(after),
    isPosition: (text: string) => userIdPattern.test(text),
    positionOf: ({ userId }: User) => userId,
    now: clock.now,
  };
}

export const getUser = operation(
  'getUser',
  {
    summary: 'Read a user',
    description: 'The user as they stand now: reading one is strongly consistent.',
    tag: 'Users',
    success: success(200, user, 'ETag'),
    example: { answer: examples.user },
  },
  async (request, deps: DirectoryDependencies) => {
    const found = await findUser(request, deps);
    return { body: presentUser(found), headers: versionHeaders(found) };
  },
);

export const createUser = operation(
  'createUser',
  {
    summary: 'Create a user',
    description:
      'Whoever assigns a role must hold what it grants. With `invite` the person gets an account at sign-in first, then ' +
      'the user is created; where that fails, the account opens nothing, and the same request can be sent again.',
    tag: 'Users',
    body: newUser,
    success: success(201, createdUser, 'ETag', 'Location'),
    problems: ['CONFLICT'],
    example: { request: examples.newUser, answer: examples.user },
  },
  async (request, deps: DirectoryDependencies) => {
    const { users, directory } = deps;
    const { body } = request;
    const userId = normalizeUserId(body.userId);
    const fields = {
      displayName: body.displayName ?? userId,
      roles: body.roles ?? [],
      status: body.status ?? 'active',
    } as const;
    const makeAccount = body.invite === true ? checkInvitable(userId, deps.makeAccount) : null;
    let invitation: Invitation | null = null;
    const created = await untilSettled(deps, async () => {
      await checkRoles(callerOf(request), fields.roles, deps);
      if ((await directory.getUser(userId)) !== null) {
        throw new Problem('CONFLICT', { detail: 'The user exists already' });
      }
      const head = await users.chainHead(userId);
      if (makeAccount !== null) invitation ??= await invite(userId, makeAccount);
      const transition = newUserOf(
        userId,
        { ...fields, invitation },
        head,
        originOf(request),
        momentOf(deps),
      );
      const outcome = await users.create(transition);
      return outcome.kind === 'committed' ? transition.user : undefined;
    }).catch((error: unknown) => {
      if (invitation === 'sent') warnOfMail(userId, originOf(request));
      throw error;
    });
    const Location = `${request.url}/${encodeURIComponent(userId)}`;
    const answer = { ...presentUser(created), ...(invitation === null ? {} : { invitation }) };
    return { body: answer, headers: { ...versionHeaders(created), Location } };
  },
);

export const updateUser = operation(
  'updateUser',
  {
    summary: 'Change a user',
    description:
      'Effective for all keys of the user when it returns. Enabling a user, like assigning a role, takes permissions ' +
      'that cover what is given. The last active administrator stays one.',
    tag: 'Users',
    body: userChanges,
    success: success(200, user, 'ETag'),
    problems: ['CONFLICT'],
    changes: true,
    example: { request: examples.userChanges, answer: examples.changedUser },
  },
  async (request, deps: DirectoryDependencies) => {
    const { users } = deps;
    const { body } = request;
    const changed = await untilSettled(deps, async () => {
      const found = await findUser(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      const isEnabled = found.status === 'disabled' && body.status === 'active';
      const roles = body.roles ?? found.roles;
      // Enabling a user gives back all that their roles grant.
      const given = isEnabled ? roles : roles.filter((role) => !found.roles.includes(role));
      await checkRoles(callerOf(request), given, deps);
      const transition = changeUser(found, body, originOf(request), momentOf(deps));
      if (transition === null) return found;
      const outcome = await users.update(found, transition);
      refuseLastAdministrator(outcome);
      return outcome.kind === 'committed' ? transition.user : undefined;
    });
    return { body: presentUser(changed), headers: versionHeaders(changed) };
  },
);

export const deleteUser = operation(
  'deleteUser',
  {
    summary: 'Delete a user who has no keys',
    description:
      'Keys that have expired count too, as long as they are listed. The last active administrator stays.',
    tag: 'Users',
    success: noContent,
    problems: ['CONFLICT', 'IN_USE'],
    changes: true,
  },
  async (request, deps: DirectoryDependencies) => {
    const { users } = deps;
    await untilSettled(deps, async () => {
      const found = await findUser(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      const { keyCount } = found;
      if (keyCount > 0) {
        throw new Problem('IN_USE', {
          detail: `The user has ${keyCount} ${keyCount === 1 ? 'key' : 'keys'}`,
        });
      }
      const outcome = await users.remove(found, lastEvent(found, originOf(request), momentOf(deps)));
      refuseLastAdministrator(outcome);
      return outcome.kind === 'committed' ? true : undefined;
    });
    return { body: undefined };
  },
);

async function findUser(request: ApiRequest<unknown, unknown>, deps: DirectoryDependencies): Promise<User> {
  const userId = request.pathParameters['userId'] ?? '';
  const found = userIdPattern.test(userId) ? await deps.directory.getUser(normalizeUserId(userId)) : null;
  if (found === null) throw new Problem('NOT_FOUND');
  return found;
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
  const refusal = refuseGrant(caller, unitePermissions(found.filter((role) => role !== null)));
  if (refusal !== null) throw refusal;
}

function refuseLastAdministrator(outcome: { kind: string; by?: readonly string[] }): void {
  if (outcome.by?.includes('administrators') === true && !outcome.by.includes('user')) {
    throw new Problem('CONFLICT', { detail: 'The last active administrator stays' });
  }
}
