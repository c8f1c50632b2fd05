import type { NewProtectedApi, NewRole, NewUser } from '@latchkey/client';
import { usageFailure } from '../../failure.ts';
import { apiMembers, roleMembers, userMembers } from './members.ts';
import { checkShape, type Shape } from './shape.ts';

/** What a file says. What it leaves out of something that is there already stays as it is. */
export interface Wanted {
  readonly roles: readonly NewRole[];
  readonly users: readonly NewUser[];
  readonly apis: readonly (Pick<NewProtectedApi, 'name'> & Partial<NewProtectedApi>)[];
}

const fileShape: Shape = {
  members: {
    roles: { listOf: { members: roleMembers, required: ['name'] } },
    users: { listOf: { members: userMembers, required: ['userId'] } },
    apis: { listOf: { members: apiMembers, required: ['name'] } },
  },
};

/** @throws Failure that says where the file says what cannot be */
export function readWanted(document: unknown, file: string): Wanted {
  const name = file === '-' ? 'standard input' : file;
  const faults = checkShape(document, fileShape, '');
  if (faults.length > 0) throw usageFailure(`${name}: ${faults.join('; ')}`);
  const { roles = [], users = [], apis = [] } = document as Partial<Wanted>;
  const repeated = [
    ...repeats(
      'roles',
      roles.map((role) => role.name),
    ),
    ...repeats(
      'users',
      users.map(({ userId }) => userId.toLowerCase()),
    ),
    ...repeats(
      'apis',
      apis.map((api) => api.name),
    ),
  ];
  if (repeated.length > 0) throw usageFailure(`${name}: ${repeated.join('; ')}`);
  return { roles, users, apis };
}

function repeats(list: string, names: readonly string[]): string[] {
  return names.flatMap((name, index) => {
    const before = names.indexOf(name);
    return before === index ? [] : [`${list}[${index}] is about the same as ${list}[${before}]`];
  });
}
