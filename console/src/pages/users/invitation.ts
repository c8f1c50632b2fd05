const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether people who are created can be invited: where Cognito signs them in, or the issuer of a laptop in its place. */
export function isInvitableAt(issuer: string | null): boolean {
  if (issuer === null) return false;
  const { hostname } = new URL(issuer);
  return /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(hostname) || loopback.has(hostname);
}
