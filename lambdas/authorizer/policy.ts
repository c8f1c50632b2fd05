import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { AuthorizerContext, DenyContext } from '../contract/authorizer-context.ts';
import { problems, type VerdictCode } from '../contract/codes.ts';
import type { Credential } from '../domain/decide.ts';
import type { Permissions } from '../domain/permissions.ts';

/** API Gateway carries 8 KB of an authorizer's answer (quota); a little is left for what it adds. */
const maxAnswerBytes = 8_000;

/** Somebody who is known, and what was decided about them. */
export interface Identified {
  readonly code: VerdictCode;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly permissions: Permissions;
  /** Null for people. */
  readonly credential: Credential | null;
}

/** Not authenticated: the ACCESS_DENIED gateway response answers 401 with the code. */
export function deny(methodArn: string, code: Exclude<VerdictCode, 'VALID'>): APIGatewayAuthorizerResult {
  const context: DenyContext = { code, message: problems[code].detail };
  return { principalId: 'anonymous', policyDocument: policy('Deny', methodArn), context };
}

/**
 * Authenticated: handlers turn a code that is not `VALID` into its status. The policy covers the whole stage,
 * so that it is right for every route whoever caches it.
 */
export function allow(methodArn: string, identified: Identified): APIGatewayAuthorizerResult {
  const { code, userId, roles, permissions, credential } = identified;
  const context: AuthorizerContext = {
    code,
    via: credential === null ? 'jwt' : 'api-key',
    userId,
    roles: JSON.stringify(roles),
    scopes: JSON.stringify(permissions.scopes),
    accessRights: JSON.stringify(permissions.accessRights),
    apiKeyId: credential?.apiKeyId ?? '',
    apiKeyName: credential?.name ?? '',
    apiKeyType: credential?.type ?? '',
    apiKeyExpiresAt:
      credential === null || credential.expiresAt === null
        ? ''
        : new Date(credential.expiresAt).toISOString(),
  };
  const answer = { principalId: userId, policyDocument: policy('Allow', stageOf(methodArn)), context };
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxAnswerBytes) return answer;
  return { ...answer, context: { ...context, scopes: '', accessRights: '' } };
}

function policy(Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult['policyDocument'] {
  return { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] };
}

/** `arn:…:api-id/stage/METHOD/path` → every method and path of the stage. */
function stageOf(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
