import type { AuthorizerContext } from './authorizer-context.ts';
import type { Enforcement } from './protected-api.ts';
import type { ForeignVerdictCode } from './verdicts.ts';

/**
 * What a protected API's ACCESS_DENIED gateway response puts into its body. Each is always set, since an absent one would
 * break the JSON, and each is JSON-safe.
 */
export interface ForeignDenyContext {
  [field: string]: string;
  /** `UNAVAILABLE` where an observed API was called while there was no verdict. */
  code: ForeignVerdictCode | 'UNAVAILABLE';
  message: string;
  /** JSON array. */
  missingScopes: string;
  /** JSON. */
  missingAccessRights: string;
  /** Seconds after which a call that is over the limit can be made; '' for one that can never be, and for other codes. */
  retryAfter: string;
}

/** What the backend of a protected API learns, as texts; each is always set, and '' where nobody is known. */
export interface ForeignContext extends ForeignDenyContext {
  /** Name of the protected API. */
  api: string;
  /** The registered route, such as `GET /orders`; '' for none. */
  route: string;
  /** Says what a code other than `VALID` means: `observe` lets it pass. */
  enforcement: Enforcement;
  via: '' | AuthorizerContext['via'];
  userId: string;
  roles: string;
  /** JSON array; `-` where it did not fit. Never '', so that a header can be made of it. */
  scopes: string;
  /** JSON; `-` where it did not fit. */
  accessRights: string;
  apiKeyId: AuthorizerContext['apiKeyId'];
  keyPrefix: string;
  apiKeyName: string;
  apiKeyType: AuthorizerContext['apiKeyType'];
  apiKeyExpiresAt: string;
  rateLimit: string;
  rateLimitTier: string;
  rateLimitRemaining: string;
  rateLimitResetMs: string;
  rateLimitRetryAfterMs: string;
  /** `userId` for a header, which has to have a value to take the place of one that a client sends; `-` for nobody. */
  toldUser: string;
  /** `apiKeyId` for a header; `-` for people, and for nobody. */
  toldKeyId: string;
}

/** Stands for what is not told where there has to be a value; no user, key or JSON is written so. */
export const untold = '-';

/** The stage variable that has the hash of the routes which the stage was deployed with. */
export const routesHashVariable = 'latchkey';

/**
 * The stage variable that says `observe` on a stage that was deployed so. It counts where nothing else is known: an
 * observed API is never refused, not even by a container that starts while there is no answer from DynamoDB.
 */
export const enforcementVariable = 'latchkeyEnforcement';
