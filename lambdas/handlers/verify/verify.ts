import { isEmptyAccessRights } from '../../domain/access-rights.ts';
import { isWellFormedSecret } from '../../domain/secret.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { requestedOf, type VerifyBody } from './schemas.ts';

/** All that is told about a key that nobody has. */
const unknownKey = { valid: false, code: 'API_KEY_INVALID' } as const;

/** `POST /verify`: the authorizer's verdict, for a service that was sent a key. */
export async function verifyApiKey(
  { body }: ApiRequest<unknown, VerifyBody>,
  { authenticate, settings: { prefix, previousPrefixes } }: VerifyDependencies,
): Promise<ApiResponse> {
  if (!isWellFormedSecret(body.key, [prefix, ...previousPrefixes])) return { status: 200, body: unknownKey };
  const { verdict, credential } = await authenticate(body.key, {
    sourceIp: body.sourceIp ?? null,
    requested: requestedOf(body),
  });
  const { code, permissions, missing } = verdict;
  if (credential === null || code === 'API_KEY_INVALID') return { status: 200, body: unknownKey };
  const { apiKeyId, name, userId, type, expiresAt } = credential;
  return {
    status: 200,
    body: {
      valid: code === 'VALID',
      code,
      apiKeyId,
      name,
      userId,
      type,
      scopes: permissions.scopes,
      accessRights: permissions.accessRights,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      rateLimit: null,
      missingScopes: missing?.scopes ?? [],
      ...(missing === null || isEmptyAccessRights(missing.accessRights)
        ? {}
        : { missingAccessRights: missing.accessRights }),
    },
  };
}
