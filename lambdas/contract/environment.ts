/** Names of the environment variables that the stack gives its functions. */
export const environment = {
  settings: 'LATCHKEY_SETTINGS',
  credentialsTable: 'CREDENTIALS_TABLE',
  registryTable: 'REGISTRY_TABLE',
  usageTable: 'USAGE_TABLE',
  /** Whose access tokens people may send, exactly as in their `iss`. */
  oidcIssuer: 'OIDC_ISSUER',
  /** JSON array; a token's `aud` or `client_id` must be among it. */
  oidcAudience: 'OIDC_AUDIENCE',
  /** The claim that names the user. */
  oidcUserClaim: 'OIDC_USER_CLAIM',
} as const;

/** Those of functions behind the authorizer: it is bundled with the others whole, and each byte of it is read at a start. */
export const managementEnvironment = {
  auditLogGroup: 'AUDIT_LOG_GROUP',
  adminEmail: 'ADMIN_EMAIL',
  /** JSON array: accounts whose gateways can be protected, the deployment's own among them. */
  gatewayAccounts: 'GATEWAY_ACCOUNTS',
} as const;

/** @throws Error where the stack has not set the variable */
export function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`);
  return value;
}
