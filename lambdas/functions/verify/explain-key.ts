import { credentialOf } from '../../domain/keys/credential.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { refuse } from './refuse.ts';
import { requestedOf, type TestBody } from './schemas.ts';

/** `POST /api-keys/{id}/test`: every check that a call with the key would meet, without its secret and at no cost. */
export async function testApiKey(
  request: ApiRequest<unknown, TestBody>,
  { keys, explainKey, settings }: VerifyDependencies,
): Promise<ApiResponse> {
  const { body } = request;
  const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
  const asked = { sourceIp: body.sourceIp ?? null, requested: requestedOf(body) };
  const checks = await explainKey(credentialOf(key, settings.retentionDays), asked, body.cost).catch(refuse);
  if (checks === null) throw new Problem('NOT_FOUND');
  return { status: 200, body: { valid: checks.every(({ ok }) => ok), checks } };
}
