import type { ProtectedApiItem } from '../../lambdas/contract/credential-items.ts';
import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { type Called, callEvent, ordersStage } from '../support/memory-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';

export const { plaintext } = mintSecret('lk', predictableRandom());
export const userId = 'ci-bot@example.com';
export const apiKeyId = '3f0c0000-0000-4000-a000-000000000000';
export const routes: ProtectedRoute[] = [
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
  { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
  {
    method: 'DELETE',
    path: '/orders',
    scopes: ['billing:manage'],
    project: 'sales',
    environment: 'prod',
    action: 'deploy',
  },
  { method: 'PUT', path: '/orders', cost: 101 },
];
export const warnings = captureLogLines();
export let table: MemoryCredentials;
export let clock: SettableClock;
export let handler: ReturnType<typeof gatewayAuthorizerOver>;
export let lines: any[];
export const loadTokenVerifier = async () => ({
  verify: async (token: string) => (token === 'good.token.x' ? 'ada@example.com' : null),
});
beforeEach(() => {
  table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'free' });
  table.putUser(userId);
  table.putUser('ada@example.com');
  table.putRole('developer');
  clock = clockAt(noon);
  lines = [];
  handler = gatewayAuthorizerOver(table, clock.now, { loadTokenVerifier, print: (line) => lines.push(line) });
});
export const register = (fields: Partial<ProtectedApiItem> = {}) => table.putApi(ordersStage, routes, fields);
export const withKey = (headers: Called['headers'] = { 'X-Api-Key': plaintext }) => headers;
export async function ask(call = 'GET /orders', headers: Called['headers'] = withKey()) {
  const { policyDocument, context, principalId } = await handler(callEvent({ call, headers }));
  expect(Object.values(context ?? {}).every((value) => typeof value === 'string')).toBe(true);
  const effect = (policyDocument.Statement[0] as { Effect: string }).Effect;
  return { effect, principalId, context: context as Record<string, string> };
}
export const usage = () => lines.splice(0).map((line) => line.usage);
