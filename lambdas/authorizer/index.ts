import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { environment, requireEnvironment } from '../contract/environment.ts';
import { readSettings } from '../contract/settings.ts';
import { findCredential } from '../domain/request-credential.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { allow, deny } from './policy.ts';
import { createCredentialsReader } from './reader.ts';
import { createRoleCache } from './role-cache.ts';

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * API Gateway's REQUEST authorizer. It throws where DynamoDB does not answer (the gateway then answers 503):
 * never an Allow, and never `API_KEY_INVALID`, for want of knowledge.
 */
export function makeHandler(authenticate: Authenticate, prefixes: readonly string[]): AuthorizerHandler {
  return async ({ methodArn, multiValueHeaders, requestContext }) => {
    const found = findCredential(multiValueHeaders ?? {}, prefixes);
    if (found.kind === 'none' || found.kind === 'several') return deny(methodArn, 'UNAUTHENTICATED');
    if (found.kind !== 'api-key') return deny(methodArn, 'API_KEY_INVALID');
    const authentication = await authenticate(found.plaintext, {
      sourceIp: requestContext.identity.sourceIp,
    });
    const { code } = authentication.verdict;
    return code === 'VALID' || code === 'IP_NOT_ALLOWED'
      ? allow(methodArn, authentication)
      : deny(methodArn, code);
  };
}

function wire(): AuthorizerHandler {
  const { prefix, previousPrefixes } = readSettings();
  const reader = createCredentialsReader(requireEnvironment(environment.credentialsTable));
  const roleCache = createRoleCache(reader, Date.now);
  return makeHandler(createAuthenticate({ reader, roleCache, now: Date.now }), [prefix, ...previousPrefixes]);
}

export const handler = wire();
