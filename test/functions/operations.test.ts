import { routes } from '../../lambdas/contract/routes.ts';
import type { ApiKeyDependencies } from '../../lambdas/functions/api-keys/dependencies.ts';
import { apiKeyOperations } from '../../lambdas/functions/api-keys/operations.ts';
import { operations } from '../../lambdas/functions/openapi/all-operations.ts';
import { apiKey } from '../../lambdas/functions/api-keys/schemas.ts';
import { noContent, type Operations, operation, success } from '../../lambdas/gateway/operation.ts';

test('each stands under its own route', () => {
  for (const [id, { route }] of Object.entries(operations)) {
    expect(route).toBe(routes.find(({ operationId }) => operationId === id));
  }
});

/** What must not compile: `tsc` finds a comment of these that expects no error. */
describe('a type error is', () => {
  const texts = { summary: '', description: '', tag: 'Service' } as const;
  const { createApiKey: forgotten, ...others } = apiKeyOperations;

  test('a route without an operation', () => {
    // @ts-expect-error -- createApiKey is missing
    const incomplete: Operations<'api-keys', ApiKeyDependencies> = others;
    expect(Object.keys(incomplete)).not.toContain(forgotten.route.operationId);
  });

  test('an operation under the name of another', () => {
    // @ts-expect-error -- getApiKey is not createApiKey
    const swapped: Operations<'api-keys', ApiKeyDependencies> = { ...apiKeyOperations, getApiKey: forgotten };
    expect(swapped.getApiKey.route.operationId).toBe('createApiKey');
  });

  test('an answer that lacks a member of its schema, or has another type', () => {
    const definition = { ...texts, success: success(200, apiKey) };
    // @ts-expect-error -- the record has more members than an id
    operation('getApiKey', definition, async () => ({ body: { id: 'x' } }));
    // @ts-expect-error -- there is a body where none is documented
    operation('deleteApiKey', { ...texts, success: noContent }, async () => ({ body: {} }));
    expect(definition.success.body).toBe(apiKey);
  });

  test('an answer without a header that it promises', () => {
    const definition = { ...texts, success: success(200, apiKey.partial(), 'ETag') };
    // @ts-expect-error -- no ETag
    operation('getApiKey', definition, async () => ({ body: {} }));
    operation('getApiKey', definition, async () => ({ body: {}, headers: { ETag: '"1"' } }));
    expect(definition.success.headers).toEqual(['ETag']);
  });

  test('a problem that is none', () => {
    // @ts-expect-error -- there is no such problem
    operation('deleteApiKey', { ...texts, success: noContent, problems: ['GONE'] }, async () => ({
      body: undefined,
    }));
    expect(apiKeyOperations.deleteApiKey.route.method).toBe('DELETE');
  });
});
