export const apisHref = '/apis';
/** No API has such a name. */
export const newApiHref = '/apis/~register';

export function apiHref(name: string): string {
  return `/apis/${encodeURIComponent(name)}`;
}
