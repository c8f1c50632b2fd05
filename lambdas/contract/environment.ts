// Names of the environment variables that the stack gives its functions. Imported as a namespace, so that a bundle has
// those alone that it uses.

export const settings = 'LATCHKEY_SETTINGS';
/** JSON: what `GET /config` and `GET /settings` tell beside the settings. */
export const service = 'LATCHKEY_SERVICE';
export const credentialsTable = 'CREDENTIALS_TABLE';
export const registryTable = 'REGISTRY_TABLE';
export const usageTable = 'USAGE_TABLE';
export const outboxTable = 'OUTBOX_TABLE';
/** ARN of the secret that those of webhooks are derived from. */
export const webhookMaster = 'WEBHOOK_MASTER';
/** Name of the function that sends to webhooks. */
export const senderFunction = 'SENDER_FUNCTION';
export const auditLogGroup = 'AUDIT_LOG_GROUP';
export const adminEmail = 'ADMIN_EMAIL';
/** JSON array: accounts whose gateways can be protected, the deployment's own among them. */
export const gatewayAccounts = 'GATEWAY_ACCOUNTS';
/** Whose access tokens people may send, exactly as in their `iss`. */
export const oidcIssuer = 'OIDC_ISSUER';
/** JSON array; a token's `aud` or `client_id` must be among it. */
export const oidcAudience = 'OIDC_AUDIENCE';
/** Where people have accounts; set where that is a user pool of the deployment. */
export const userPoolId = 'USER_POOL_ID';
/** The claim that names the user. */
export const oidcUserClaim = 'OIDC_USER_CLAIM';
/** The bucket that the console is served from. */
export const consoleBucket = 'CONSOLE_BUCKET';
