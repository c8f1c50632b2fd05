import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { environment, requireEnvironment } from '../contract/environment.ts';
import { readSettings } from '../contract/settings.ts';
import {
  type Authenticate,
  type AuthenticatePerson,
  createAuthenticate,
  createAuthenticatePerson,
} from '../domain/authenticate.ts';
import { findCredential } from '../domain/request-credential.ts';
import { createRoleCache } from '../domain/role-cache.ts';
import { allow, deny } from './policy.ts';
import { createCredentialsReader } from './reader.ts';
import type { TokenVerifier } from './token.ts';

export interface AuthorizerDependencies {
  readonly authenticate: Authenticate;
  readonly authenticatePerson: AuthenticatePerson;
  /** Loads what verifies tokens of people; null where the deployment has no issuer. */
  readonly loadTokenVerifier: (() => Promise<TokenVerifier>) | null;
  /** Prefixes of keys, former ones too. */
  readonly prefixes: readonly string[];
}

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * API Gateway's REQUEST authorizer. It throws where DynamoDB or the issuer does not answer (the gateway then
 * answers 503): never an Allow, and never `API_KEY_INVALID`, for want of knowledge.
 */
export function makeHandler(deps: AuthorizerDependencies): AuthorizerHandler {
  return async ({ methodArn, multiValueHeaders, requestContext }) => {
    const found = findCredential(multiValueHeaders ?? {}, deps.prefixes);
    if (found.kind === 'none' || found.kind === 'several') return deny(methodArn, 'UNAUTHENTICATED');
    if (found.kind === 'jwt') return authorizePerson(methodArn, found.token, deps);
    if (found.kind !== 'api-key') return deny(methodArn, 'API_KEY_INVALID');
    return authorizeKey(methodArn, found.plaintext, requestContext.identity.sourceIp, deps);
  };
}

async function authorizeKey(
  methodArn: string,
  plaintext: string,
  sourceIp: string,
  { authenticate }: AuthorizerDependencies,
): Promise<APIGatewayAuthorizerResult> {
  const { verdict, credential, roles } = await authenticate(plaintext, { sourceIp });
  const { code, permissions } = verdict;
  if (credential === null || (code !== 'VALID' && code !== 'IP_NOT_ALLOWED')) {
    return deny(methodArn, code === 'VALID' ? 'API_KEY_INVALID' : code);
  }
  return allow(methodArn, { code, userId: credential.userId, roles, permissions, credential });
}

async function authorizePerson(
  methodArn: string,
  token: string,
  { loadTokenVerifier, authenticatePerson }: AuthorizerDependencies,
): Promise<APIGatewayAuthorizerResult> {
  const verifier = await loadTokenVerifier?.();
  const userId = (await verifier?.verify(token)) ?? null;
  if (userId === null) return deny(methodArn, 'TOKEN_INVALID');
  const { verdict, roles } = await authenticatePerson(userId);
  return allow(methodArn, { ...verdict, userId, roles, credential: null });
}

function wire(): AuthorizerHandler {
  const { prefix, previousPrefixes } = readSettings();
  const reader = createCredentialsReader(requireEnvironment(environment.credentialsTable));
  const roleCache = createRoleCache(reader, Date.now);
  return makeHandler({
    authenticate: createAuthenticate({ reader, roleCache, now: Date.now }),
    authenticatePerson: createAuthenticatePerson({ reader, roleCache }),
    loadTokenVerifier: tokenVerifierLoader(),
    prefixes: [prefix, ...previousPrefixes],
  });
}

/** The code that verifies tokens is loaded for the first token: programs call with keys, and shall not wait for it. */
function tokenVerifierLoader(): AuthorizerDependencies['loadTokenVerifier'] {
  const issuer = process.env[environment.oidcIssuer];
  if (issuer === undefined || issuer === '') return null;
  const settings = {
    issuer,
    audience: JSON.parse(requireEnvironment(environment.oidcAudience)) as string[],
    userClaim: requireEnvironment(environment.oidcUserClaim),
  };
  let verifier: Promise<TokenVerifier> | undefined;
  return () => {
    verifier ??= import('./token.ts').then(({ createTokenVerifier }) => createTokenVerifier(settings));
    return verifier;
  };
}

export const handler = wire();
