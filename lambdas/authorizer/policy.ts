import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { AuthorizerContext, DenyContext } from '../contract/authorizer-context.ts';
import { problems, type VerdictCode } from '../contract/codes.ts';
import type { Authentication } from './authenticate.ts';

/** Bytes of JSON that scopes and access rights may take of the 8 KB that API Gateway carries. */
const maxListBytes = 6_000;

/** Not authenticated: the ACCESS_DENIED gateway response answers 401 with the code. */
export function deny(methodArn: string, code: Exclude<VerdictCode, 'VALID'>): APIGatewayAuthorizerResult {
  const context: DenyContext = { code, message: problems[code].detail };
  return { principalId: 'anonymous', policyDocument: policy('Deny', methodArn), context };
}

/**
 * Authenticated: handlers turn a code that is not `VALID` into its status. The policy covers the whole stage,
 * so that it is right for every route whoever caches it.
 */
export function allow(
  methodArn: string,
  { verdict, credential, roles }: Authentication,
): APIGatewayAuthorizerResult {
  const permissions = 'permissions' in verdict ? verdict.permissions : { scopes: [], accessRights: {} };
  const scopes = JSON.stringify(permissions.scopes);
  const accessRights = JSON.stringify(permissions.accessRights);
  const fits = Buffer.byteLength(scopes) + Buffer.byteLength(accessRights) <= maxListBytes;
  const context: AuthorizerContext = {
    code: verdict.code,
    via: 'api-key',
    userId: credential?.userId ?? '',
    roles: JSON.stringify(roles),
    scopes: fits ? scopes : '',
    accessRights: fits ? accessRights : '',
    apiKeyId: credential?.apiKeyId ?? '',
    apiKeyName: credential?.name ?? '',
    apiKeyType: credential?.type ?? '',
    apiKeyExpiresAt:
      credential === null || credential.expiresAt === null
        ? ''
        : new Date(credential.expiresAt).toISOString(),
  };
  return { principalId: context.userId, policyDocument: policy('Allow', stageOf(methodArn)), context };
}

function policy(Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult['policyDocument'] {
  return { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] };
}

/** `arn:…:api-id/stage/METHOD/path` → every method and path of the stage. */
function stageOf(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
