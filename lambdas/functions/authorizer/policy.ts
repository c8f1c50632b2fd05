import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { AuthorizerContext, DenyContext } from '../../contract/authorizer-context.ts';
import { refusals, type VerdictCode } from '../../contract/verdicts.ts';
import type { RateLimit } from '../../verdict/index.ts';
import type { Credential } from '../../domain/keys/credential.ts';
import type { Permissions } from '../../domain/permissions/permissions.ts';
import { isoTime } from '../../domain/time.ts';

/** API Gateway carries 8 KB of an authorizer's answer, with what it adds. */
export const maxAnswerBytes = 8_000;

/** Somebody who is known, and what was decided about them. */
export interface Identified {
  readonly code: VerdictCode;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly permissions: Permissions;
  /** Null for people. */
  readonly credential: Credential | null;
  /** Of the key that was presented; '' for people. */
  readonly keyPrefix: string;
  /** Null where there is none to tell of. */
  readonly rateLimit: RateLimit | null;
  /** Milliseconds since the epoch. */
  readonly decidedAtMs: number;
}

/**
 * Not authenticated: the ACCESS_DENIED gateway response answers 401 with the code. It is about the whole stage as well:
 * the ARN of the method has the path as it was sent, in which `*` and `?` would be wildcards.
 */
export function deny(methodArn: string, code: Exclude<VerdictCode, 'VALID'>): APIGatewayAuthorizerResult {
  const context: DenyContext = { code, message: refusals[code].detail };
  return { principalId: 'anonymous', policyDocument: policy('Deny', stageOf(methodArn)), context };
}

/**
 * Authenticated: handlers turn a code that is not `VALID` into its status, and learn only who was refused
 * and why. The policy covers the whole stage, so that it can be cached for every route.
 */
export function allow(methodArn: string, identified: Identified): APIGatewayAuthorizerResult {
  const isValid = identified.code === 'VALID';
  const context = isValid ? contextOf(identified) : { ...contextOf(identified), ...withheld };
  const policyDocument = policy('Allow', stageOf(methodArn));
  const answer = { principalId: identified.userId, policyDocument, context };
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxAnswerBytes) return answer;
  return { ...answer, context: { ...context, scopes: '', accessRights: '' } };
}

/** What handlers do not learn of somebody who is refused. */
export const withheld = {
  roles: '[]',
  scopes: '[]',
  accessRights: '{}',
  apiKeyName: '',
  apiKeyExpiresAt: '',
};

export function contextOf(identified: Identified): AuthorizerContext {
  const { code, userId, roles, permissions, credential, keyPrefix, rateLimit, decidedAtMs } = identified;
  return {
    code,
    via: credential === null ? 'jwt' : 'api-key',
    userId,
    roles: JSON.stringify(roles),
    scopes: JSON.stringify(permissions.scopes),
    accessRights: JSON.stringify(permissions.accessRights),
    apiKeyId: credential?.apiKeyId ?? '',
    keyPrefix,
    apiKeyName: credential?.name ?? '',
    apiKeyType: credential?.type ?? '',
    apiKeyExpiresAt: isoTime(credential?.expiresAt ?? null) ?? '',
    rateLimit: String(rateLimit?.limit ?? ''),
    rateLimitTier: rateLimit?.tier ?? '',
    rateLimitRemaining: String(rateLimit?.remaining ?? ''),
    rateLimitResetMs: rateLimit === null ? '' : String(Math.max(0, rateLimit.resetAt - decidedAtMs)),
    rateLimitRetryAfterMs: String(rateLimit?.retryAfterMs ?? ''),
  };
}

export function policy(
  Effect: 'Allow' | 'Deny',
  Resource: string,
): APIGatewayAuthorizerResult['policyDocument'] {
  return { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] };
}

/** `arn:…:api-id/stage/METHOD/path` → every method and path of the stage. */
export function stageOf(methodArn: string): string {
  return `${methodArn.split('/', 2).join('/')}/*`;
}
