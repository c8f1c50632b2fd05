/** Where the reference is. Its pages are of the console, but outside of its frame: they take no signing in. */
export const docsHref = '/docs';
export const errorsHref = `${docsHref}/errors`;

export const operationHref = (operationId: string) => `${docsHref}/${encodeURIComponent(operationId)}`;
/** Where the API leads browsers to that open the `type` of a problem. */
export const errorHref = (code: string) => `${errorsHref}/${encodeURIComponent(code)}`;

export function isOfDocs(pathname: string): boolean {
  return pathname === docsHref || pathname.startsWith(`${docsHref}/`);
}
