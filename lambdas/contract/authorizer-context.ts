import type { ApiKeyId } from './brands.ts';
import type { ApiKeyType } from './api-key.ts';
import type { VerdictCode } from './verdicts.ts';

/** What the authorizer hands to the handlers, as texts: API Gateway carries no other, and 8 KB at most. */
export interface AuthorizerContext {
  [field: string]: string;
  code: VerdictCode;
  via: 'jwt' | 'api-key';
  userId: string;
  /** JSON array of role names. */
  roles: string;
  /** JSON array, or '' where it did not fit. */
  scopes: string;
  /** JSON, or '' where they did not fit. */
  accessRights: string;
  apiKeyId: ApiKeyId | '';
  /** Of the secret that was presented; '' for people. */
  keyPrefix: string;
  apiKeyName: string;
  apiKeyType: '' | ApiKeyType;
  /** ISO-8601, or '' for never. */
  apiKeyExpiresAt: string;
  /** Calls per minute; '', like the four below, for a caller without a limit. */
  rateLimit: string;
  rateLimitTier: string;
  rateLimitRemaining: string;
  /** Milliseconds until the whole limit can be used again. */
  rateLimitResetMs: string;
  /** Milliseconds until a refused call can be made; 0 for one that was let through. */
  rateLimitRetryAfterMs: string;
}

/** Context of a Deny: the ACCESS_DENIED gateway response puts both into its body, so both are JSON-safe. */
export interface DenyContext {
  [field: string]: string;
  code: VerdictCode;
  message: string;
}
