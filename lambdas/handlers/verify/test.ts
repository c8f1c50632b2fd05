import { type UserStateItem, userStateKey } from '../../contract/credential-items.ts';
import { credentialOf } from '../../domain/api-key.ts';
import { explain } from '../../domain/decide.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { requestedOf, type TestBody } from './schemas.ts';

/** `POST /api-keys/{id}/test`: every check that a call with the key would meet, without its secret and at no cost. */
export async function testApiKey(
  request: ApiRequest<unknown, TestBody>,
  { keys, reader, roleCache, settings, clock }: VerifyDependencies,
): Promise<ApiResponse> {
  const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
  const stateKey = userStateKey(key.userId);
  const user = (await reader.read([stateKey])).get(stateKey.pk) as UserStateItem | undefined;
  if (user === undefined) throw new Problem('NOT_FOUND');
  const grants = await roleCache.grantsOf(user.roles);
  const credential = credentialOf(key, settings.retentionDays);
  const { body } = request;
  const asked = { sourceIp: body.sourceIp ?? null, requested: requestedOf(body) };
  const checks = explain(credential, user, grants, asked, clock.now());
  return { status: 200, body: { valid: checks.every(({ ok }) => ok), checks } };
}
