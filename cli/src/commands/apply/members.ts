import type { NewProtectedApi, NewRole, NewUser } from '@latchkey/client';
import type { Shape } from './shape.ts';

type Members<T> = Readonly<Record<keyof T & string, Shape>>;

const texts: Shape = { listOf: 'text' };
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'];

const accessRights: Shape = {
  members: {
    projects: {
      valuesOf: {
        members: {
          modules: { valuesOf: { oneOf: ['read', 'write'] } },
          environments: { valuesOf: { listOf: { oneOf: ['read', 'execute', 'deploy'] } } },
        },
      },
    },
  },
};

export const roleMembers: Members<NewRole> = {
  name: 'text',
  description: 'text',
  scopes: texts,
  accessRights,
};

export const userMembers: Members<Omit<NewUser, 'invite'>> = {
  userId: 'text',
  displayName: 'text',
  roles: texts,
  status: { oneOf: ['active', 'disabled'] },
};

const routeMembers: Members<NewProtectedApi['routes'][number]> = {
  method: { oneOf: methods },
  path: 'text',
  scopes: texts,
  project: 'text',
  module: 'text',
  environment: 'text',
  action: { oneOf: ['read', 'write', 'execute', 'deploy'] },
  cost: 'number',
};

export const apiMembers: Members<NewProtectedApi> = {
  name: 'text',
  description: 'text',
  enforcement: { oneOf: ['deny', 'middleware', 'observe'] },
  people: 'flag',
  unauthenticated: { oneOf: ['401', '403'] },
  gateway: {
    members: { accountId: 'text', apiId: 'text', stage: 'text' },
    required: ['accountId', 'apiId', 'stage'],
  },
  routes: { listOf: { members: routeMembers, required: ['method', 'path'] } },
};
