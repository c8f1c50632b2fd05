import type * as z from 'zod';
import { problems } from '../../contract/codes.ts';
import { isEmptyAccessRights } from '../../domain/permissions/access-rights.ts';
import { permissionsNeeded } from '../../domain/permissions/needs.ts';
import { describeUserAgent } from '../../domain/usage/answered-call.ts';
import { describeNeeds } from '../../domain/usage/usage-needs.ts';
import { type Authentication, type RateLimit, tierNamed } from '../../verdict/index.ts';
import { isWellFormedSecret, keyPrefixOf } from '../../domain/keys/secret.ts';
import { operation, type Presented, success } from '../../gateway/operation.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { impossibleCost, refuse } from './refuse.ts';
import { verdict, verification } from './schemas.ts';

const unknownKey = { valid: false, code: 'API_KEY_INVALID' } as const;

export const verifyApiKey = operation(
  'verifyApiKey',
  {
    summary: 'Verify an API key that a service was sent',
    description:
      'The verdict that the authorizer of this API would give, and as strict. It counts as a call with the key: it ' +
      'takes from its rate limit, and stands in its usage.',
    tag: 'Verification',
    body: verification,
    secretMembers: ['key'],
    success: success(200, verdict),
    example: { request: examples.verification, answer: examples.verdict },
  },
  async (request, deps: VerifyDependencies) => {
    const { body } = request;
    const { prefix, previousPrefixes } = deps.settings;
    if (!isWellFormedSecret(body.key, [prefix, ...previousPrefixes])) return { body: unknownKey };
    const asked = { sourceIp: body.sourceIp ?? null, requested: permissionsNeeded(body) };
    const authentication = await deps.authenticate(body.key, asked, body.cost).catch(refuse);
    refuseImpossibleCost(authentication, deps);
    recordVerification(authentication, keyPrefixOf(body.key), request, deps);
    return { body: presentVerdict(authentication) };
  },
);

/** @throws Problem `INVALID` naming `cost` where the call counts for more than the key's limit */
function refuseImpossibleCost(
  { verdict: { code }, credential, rateLimit }: Authentication,
  { settings }: VerifyDependencies,
): void {
  if (code !== 'RATE_LIMITED' || rateLimit !== null || credential === null) return;
  const { callsPerMinute } = tierNamed(credential.rateLimitTier, settings);
  if (callsPerMinute !== null) throw impossibleCost(callsPerMinute);
}

function presentVerdict({
  verdict: { code, permissions, missing },
  credential,
  rateLimit,
}: Authentication): Presented<z.output<typeof verdict>> {
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

function presentRateLimit({ limit, remaining, resetAt }: RateLimit) {
  return { limit, remaining, resetAt: new Date(resetAt).toISOString() };
}

function recordVerification(
  { verdict: { code }, credential }: Authentication,
  keyPrefix: string,
  { body, requestId, arrivedAtMs }: ApiRequest<unknown, z.output<typeof verification>>,
  { recordCall }: VerifyDependencies,
): void {
  if (credential === null) return;
  recordCall({
    apiKeyId: credential.apiKeyId,
    keyPrefix,
    method: body.request?.method ?? null,
    path: body.request?.path.replace(/[?#].*$/s, '') ?? null,
    status: code === 'VALID' ? 200 : problems[code].status,
    code,
    sourceIp: body.sourceIp ?? null,
    userAgent: describeUserAgent(body.request?.userAgent),
    requestId,
    arrivedAtMs,
    verified: true,
    ...describeNeeds(body),
  });
}
