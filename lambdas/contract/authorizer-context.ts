import type { ApiKeyType } from './api-key.ts';
import type { VerdictCode } from './verdicts.ts';

/**
 * What the authorizer hands to the handlers. API Gateway carries scalars only and delivers them as
 * strings; lists are JSON. The whole result is 8 KB at most (API Gateway quota).
 */
export interface AuthorizerContext {
  /** Lambda's context type asks for an index signature. */
  [field: string]: string;
  code: VerdictCode;
  via: 'jwt' | 'api-key';
  userId: string;
  /** JSON array of role names. */
  roles: string;
  /** JSON array of effective scopes, or '' where it did not fit. */
  scopes: string;
  /** JSON of the effective access rights, or '' where they did not fit. */
  accessRights: string;
  apiKeyId: string;
  apiKeyName: string;
  apiKeyType: '' | ApiKeyType;
  /** ISO-8601, or '' for never. */
  apiKeyExpiresAt: string;
  /** Calls per minute; '' for a caller without a limit, and so are the three below. */
  rateLimit: string;
  rateLimitTier: string;
  rateLimitRemaining: string;
  /** Milliseconds from now until the whole limit can be used again. */
  rateLimitResetMs: string;
  /** Milliseconds from now until the refused call can be made; 0 for one that was let through. */
  rateLimitRetryAfterMs: string;
}

/** Context of a Deny: the ACCESS_DENIED gateway response puts both into its body, so both are JSON-safe. */
export interface DenyContext {
  [field: string]: string;
  code: VerdictCode;
  message: string;
}
