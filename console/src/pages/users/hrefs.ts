export const usersHref = '/users';
/** No user has such an id. */
export const newUserHref = '/users/~create';

export function userHref(userId: string): string {
  return `/users/${encodeURIComponent(userId)}`;
}

export function keysHref(userId: string): string {
  return `/api-keys?userId=${encodeURIComponent(userId)}`;
}
