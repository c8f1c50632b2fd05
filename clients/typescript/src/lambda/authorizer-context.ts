import type { ProxyEvent } from './proxy-event.ts';

/**
 * What the gateway authorizer says of a call, all of it texts. It sets each of them; but what stands in an event can come
 * from any authorizer, or from whoever may invoke the function.
 */
export interface AuthorizerContext {
  /** `VALID`, or why the call is refused. */
  readonly code: string;
  readonly message?: string;
  /** JSON array. */
  readonly missingScopes?: string;
  /** JSON. */
  readonly missingAccessRights?: string;
  /** Seconds, or '' where waiting does not help. */
  readonly retryAfter?: string;
  /** `observe` lets every call through, whatever its code. */
  readonly enforcement?: string;
  readonly via?: string;
  readonly userId?: string;
  /** JSON array. */
  readonly roles?: string;
  /** JSON array, or `-` where it did not fit. */
  readonly scopes?: string;
  /** JSON, or `-` where they did not fit. */
  readonly accessRights?: string;
  readonly apiKeyId?: string;
  readonly keyPrefix?: string;
  readonly apiKeyName?: string;
  readonly apiKeyType?: string;
  readonly apiKeyExpiresAt?: string;
  /** Calls per minute; '', like the three below, for a caller without a limit. */
  readonly rateLimit?: string;
  readonly rateLimitTier?: string;
  readonly rateLimitRemaining?: string;
  /** Milliseconds until the whole limit can be used again. */
  readonly rateLimitResetMs?: string;
}

/** Null where no authorizer of Latchkey's has said anything. */
export function readAuthorizerContext(event: ProxyEvent): AuthorizerContext | null {
  const { authorizer } = membersOf(membersOf(event).requestContext);
  // Payload 2.0 of HTTP APIs has it a level deeper; elsewhere a context has no objects.
  const context = membersOf(membersOf(authorizer).lambda ?? authorizer);
  const texts = Object.fromEntries(Object.entries(context).filter(([, value]) => typeof value === 'string'));
  const { code } = texts;
  return typeof code === 'string' && code !== '' ? { ...texts, code } : null;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
