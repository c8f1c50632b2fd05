import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';

/** `GET /me`: who the caller is, and what they may do. */
export async function getPrincipal(request: ApiRequest<unknown, unknown>): Promise<ApiResponse> {
  const { userId, via, roles, permissions, apiKey } = callerOf(request);
  const { scopes, accessRights } = permissions;
  return { status: 200, body: { userId, via, roles, scopes, accessRights, apiKey } };
}
