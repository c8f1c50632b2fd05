/**
 * Whether somebody is to look at the answer. Browsers name HTML when an address is opened; programs name JSON, or nothing
 * in particular.
 *
 * @param accept the header of that name (RFC 9110, section 12.5.1)
 */
export function wantsPage(accept = ''): boolean {
  const types = new Set(accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase()));
  return types.has('text/html') && !types.has('application/json');
}
