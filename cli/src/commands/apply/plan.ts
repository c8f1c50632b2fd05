import {
  etagOf,
  type Latchkey,
  type NewProtectedApi,
  NotFoundError,
  type ProtectedApi,
  type Role,
  type User,
} from '@latchkey/client';
import { usageFailure } from '../../failure.ts';
import { type Changes, differenceOf } from './difference.ts';
import type { Wanted } from './wanted.ts';

/** What becomes of one thing that the file names. */
export interface Step {
  readonly kind: 'role' | 'user' | 'api';
  readonly name: string;
  readonly action: 'create' | 'update' | 'none';
  readonly changes: Changes;
}

/** A step, and how it is taken. */
export interface PlannedStep extends Step {
  readonly take: () => Promise<unknown>;
}

/** Reads what is there, and tells what would make it as the file says: roles before the users who shall hold them. */
export async function planOf(api: Latchkey, wanted: Wanted): Promise<PlannedStep[]> {
  const steps: PlannedStep[] = [];
  for (const role of wanted.roles) steps.push(await roleStep(api, role));
  for (const user of wanted.users) steps.push(await userStep(api, user));
  for (const protectedApi of wanted.apis) steps.push(await apiStep(api, protectedApi));
  return steps;
}

async function roleStep(api: Latchkey, wanted: Wanted['roles'][number]): Promise<PlannedStep> {
  const { name, ...definition } = wanted;
  const current = await orNull(api.roles.get(name));
  return stepOf('role', name, current, definition, {
    create: () => api.roles.create(wanted),
    update: (role: Role) => {
      const { description, scopes, accessRights } = role;
      const whole = { description, scopes, accessRights, ...definition };
      return api.roles.replace(name, whole, { ifMatch: etagOf(role) });
    },
  });
}

async function userStep(api: Latchkey, wanted: Wanted['users'][number]): Promise<PlannedStep> {
  const { userId, ...fields } = wanted;
  const current = await orNull(api.users.get(userId));
  return stepOf('user', userId, current, fields, {
    create: () => api.users.create(wanted),
    update: (user: User) => api.users.update(userId, fields, { ifMatch: etagOf(user) }),
  });
}

async function apiStep(api: Latchkey, wanted: Wanted['apis'][number]): Promise<PlannedStep> {
  const { name, ...definition } = wanted;
  const current = await orNull(api.apis.get(name));
  if (current === null && (wanted.gateway === undefined || wanted.routes === undefined))
    throw usageFailure(`the protected API ${name} is not there yet: its gateway and routes are missing`);
  return stepOf('api', name, current, definition, {
    create: () => api.apis.create(wanted as NewProtectedApi),
    update: (found: ProtectedApi) => {
      const { description, enforcement, people, unauthenticated, gateway, routes } = found;
      const whole = { description, enforcement, people, unauthenticated, gateway, routes, ...definition };
      return api.apis.replace(name, whole, { ifMatch: etagOf(found) });
    },
  });
}

function stepOf<T extends object>(
  kind: Step['kind'],
  name: string,
  current: T | null,
  wanted: object,
  { create, update }: { create: () => Promise<unknown>; update: (current: T) => Promise<unknown> },
): PlannedStep {
  const changes = differenceOf({ ...current }, { ...wanted });
  if (current === null) return { kind, name, action: 'create', changes, take: create };
  const action = Object.keys(changes).length === 0 ? 'none' : 'update';
  return { kind, name, action, changes, take: () => update(current) };
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
