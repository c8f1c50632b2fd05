import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type {
  NewProtectedApi,
  NewRole,
  NewUser,
  operations,
  ProtectedApiDefinition,
  RoleDefinition,
  UserChanges,
} from '../generated/api.ts';
import type { Api } from '../client/api.ts';

/** `/users`. */
export function createUsers(api: Api) {
  const at = (userId: string, options: CallOptions) => ({ path: { userId }, ...options });
  return {
    list: (query: QueryOf<operations['listUsers']> = {}, options: CallOptions = {}) =>
      api.list('/users', { query, ...options }),
    get: (userId: string, options: CallOptions = {}) =>
      api.request('GET', '/users/{userId}', at(userId, options)),
    /** With `invite: true` the person also gets an account and a mail, where Cognito signs people in. */
    create: (body: NewUser, options: CallOptions = {}) => api.request('POST', '/users', { body, ...options }),
    update: (userId: string, body: UserChanges, options: CallOptions = {}) =>
      api.request('PATCH', '/users/{userId}', { body, ...at(userId, options) }),
    delete: (userId: string, options: CallOptions = {}) =>
      api.request('DELETE', '/users/{userId}', at(userId, options)),
    revokeKeys: (userId: string, options: CallOptions = {}) =>
      api.request('POST', '/users/{userId}/revoke-keys', at(userId, options)),
  };
}

/** `/roles`. */
export function createRoles(api: Api) {
  const at = (name: string, options: CallOptions) => ({ path: { name }, ...options });
  return {
    list: (query: QueryOf<operations['listRoles']> = {}, options: CallOptions = {}) =>
      api.list('/roles', { query, ...options }),
    get: (name: string, options: CallOptions = {}) => api.request('GET', '/roles/{name}', at(name, options)),
    create: (body: NewRole, options: CallOptions = {}) => api.request('POST', '/roles', { body, ...options }),
    replace: (name: string, body: RoleDefinition, options: CallOptions = {}) =>
      api.request('PUT', '/roles/{name}', { body, ...at(name, options) }),
    delete: (name: string, options: CallOptions = {}) =>
      api.request('DELETE', '/roles/{name}', at(name, options)),
    /** Users who hold the role. */
    holders: (name: string, query: QueryOf<operations['listRoleHolders']> = {}, options: CallOptions = {}) =>
      api.list('/roles/{name}/holders', { query, ...at(name, options) }),
  };
}

/** `/apis`: protected APIs. */
export function createApis(api: Api) {
  const at = (name: string, options: CallOptions) => ({ path: { name }, ...options });
  return {
    list: (query: QueryOf<operations['listApis']> = {}, options: CallOptions = {}) =>
      api.list('/apis', { query, ...options }),
    get: (name: string, options: CallOptions = {}) => api.request('GET', '/apis/{name}', at(name, options)),
    create: (body: NewProtectedApi, options: CallOptions = {}) =>
      api.request('POST', '/apis', { body, ...options }),
    replace: (name: string, body: ProtectedApiDefinition, options: CallOptions = {}) =>
      api.request('PUT', '/apis/{name}', { body, ...at(name, options) }),
    delete: (name: string, options: CallOptions = {}) =>
      api.request('DELETE', '/apis/{name}', at(name, options)),
  };
}
