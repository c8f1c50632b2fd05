import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { Plaintext } from '../../contract/brands.ts';
import { readSettings } from '../../contract/settings.ts';
import { keyPrefixOf } from '../../domain/keys/secret.ts';
import { printLine } from '../../log.ts';
import { headersOf } from './headers.ts';
import { allow, deny } from './policy.ts';
import { createRefusalRecorder, type RecordRefusal } from './refusal.ts';
import { type LoadTokenVerifier, tokenVerifierLoader } from './token-verifier.ts';
import {
  type Authenticate,
  type AuthenticatePerson,
  connectVerdicts,
  createAuthenticate,
  createAuthenticatePerson,
  findCredential,
} from '../../verdict/index.ts';

export interface AuthorizerDependencies {
  readonly authenticate: Authenticate;
  readonly authenticatePerson: AuthenticatePerson;
  /** Loads what verifies tokens of people; null where the deployment has no issuer. */
  readonly loadTokenVerifier: LoadTokenVerifier | null;
  readonly recordRefusal: RecordRefusal;
  /** Prefixes of keys, former ones too. */
  readonly prefixes: readonly string[];
  readonly now: () => number;
}

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * API Gateway's REQUEST authorizer. It throws where DynamoDB or the issuer does not answer (the gateway then
 * answers `AUTHORIZER_CONFIGURATION_ERROR`, 503): never an Allow, and never `API_KEY_INVALID`, for want of knowledge.
 */
export function makeHandler(deps: AuthorizerDependencies): AuthorizerHandler {
  return async (event) => {
    const { methodArn } = event;
    const found = findCredential(headersOf(event), deps.prefixes);
    if (found.kind === 'none' || found.kind === 'several') return deny(methodArn, 'UNAUTHENTICATED');
    if (found.kind === 'jwt') return authorizePerson(methodArn, found.token, deps);
    if (found.kind !== 'api-key') return deny(methodArn, 'API_KEY_INVALID');
    return authorizeKey(event, found.plaintext, deps);
  };
}

async function authorizeKey(
  event: APIGatewayRequestAuthorizerEvent,
  plaintext: Plaintext,
  { authenticate, recordRefusal, now }: AuthorizerDependencies,
): Promise<APIGatewayAuthorizerResult> {
  const { sourceIp } = event.requestContext.identity;
  const { verdict, credential, roles, rateLimit } = await authenticate(plaintext, { sourceIp });
  const { code, permissions } = verdict;
  if (credential === null) return deny(event.methodArn, 'API_KEY_INVALID');
  const keyPrefix = keyPrefixOf(plaintext);
  if (code === 'VALID' || code === 'IP_NOT_ALLOWED' || code === 'RATE_LIMITED') {
    const { userId } = credential;
    const known = { code, userId, roles, permissions, credential, keyPrefix, rateLimit, decidedAtMs: now() };
    return allow(event.methodArn, known);
  }
  recordRefusal(event, { apiKeyId: credential.apiKeyId, keyPrefix }, code);
  return deny(event.methodArn, code);
}

async function authorizePerson(
  methodArn: string,
  token: string,
  { loadTokenVerifier, authenticatePerson, now }: AuthorizerDependencies,
): Promise<APIGatewayAuthorizerResult> {
  const verifier = await loadTokenVerifier?.();
  const userId = (await verifier?.verify(token)) ?? null;
  if (userId === null) return deny(methodArn, 'TOKEN_INVALID');
  const { verdict, roles } = await authenticatePerson(userId);
  const unlimited = { credential: null, keyPrefix: '', rateLimit: null, decidedAtMs: now() };
  return allow(methodArn, { ...verdict, userId, roles, ...unlimited });
}

const settings = readSettings();
const prefixes = [settings.prefix, ...settings.previousPrefixes];
const now = Date.now;
const verdicts = connectVerdicts(settings, now, printLine);

export const handler = makeHandler({
  authenticate: createAuthenticate(verdicts),
  authenticatePerson: createAuthenticatePerson(verdicts),
  loadTokenVerifier: tokenVerifierLoader(now),
  recordRefusal: createRefusalRecorder(now, printLine),
  prefixes,
  now,
});
