import { problems } from '../../contract/codes.ts';
import { isEmptyAccessRights } from '../../domain/permissions/access-rights.ts';
import { describeUserAgent } from '../../domain/usage/answered-call.ts';
import type { Authentication, RateLimit } from '../../verdict/index.ts';
import { isWellFormedSecret } from '../../domain/keys/secret.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { refuse } from './refuse.ts';
import { requestedOf, type VerifyBody } from './schemas.ts';

/** All that is told about a key that nobody has. */
const unknownKey = { valid: false, code: 'API_KEY_INVALID' } as const;

/** `POST /verify`: the authorizer's verdict, for a service that was sent a key. It counts as a call with that key. */
export async function verifyApiKey(
  request: ApiRequest<unknown, VerifyBody>,
  deps: VerifyDependencies,
): Promise<ApiResponse> {
  const { body } = request;
  const { prefix, previousPrefixes } = deps.settings;
  if (!isWellFormedSecret(body.key, [prefix, ...previousPrefixes])) return { status: 200, body: unknownKey };
  const asked = { sourceIp: body.sourceIp ?? null, requested: requestedOf(body) };
  const authentication = await deps.authenticate(body.key, asked, body.cost).catch(refuse);
  recordVerification(authentication, request, deps);
  return { status: 200, body: presentVerdict(authentication) };
}

function presentVerdict({ verdict, credential, rateLimit }: Authentication): object {
  const { code, permissions, missing } = verdict;
  if (credential === null || code === 'API_KEY_INVALID') return unknownKey;
  const { apiKeyId, name, userId, type, expiresAt } = credential;
  return {
    valid: code === 'VALID',
    code,
    apiKeyId,
    name,
    userId,
    type,
    scopes: permissions.scopes,
    accessRights: permissions.accessRights,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    rateLimit: rateLimit === null ? null : presentRateLimit(rateLimit),
    missingScopes: missing?.scopes ?? [],
    ...(missing === null || isEmptyAccessRights(missing.accessRights)
      ? {}
      : { missingAccessRights: missing.accessRights }),
  };
}

function presentRateLimit({ limit, remaining, resetAt }: RateLimit): object {
  return { limit, remaining, resetAt: new Date(resetAt).toISOString() };
}

/** The call that the service was asked for, as far as the service tells of it. */
function recordVerification(
  { verdict: { code }, credential }: Authentication,
  { body, requestId, arrivedAtMs }: ApiRequest<unknown, VerifyBody>,
  { recordCall, secretShape }: VerifyDependencies,
): void {
  if (credential === null) return;
  recordCall({
    apiKeyId: credential.apiKeyId,
    method: body.request?.method ?? null,
    path: body.request?.path.replace(/[?#].*$/s, '') ?? null,
    status: code === 'VALID' ? 200 : problems[code].status,
    code,
    sourceIp: body.sourceIp ?? null,
    userAgent: describeUserAgent(body.request?.userAgent, secretShape),
    requestId,
    arrivedAtMs,
  });
}
