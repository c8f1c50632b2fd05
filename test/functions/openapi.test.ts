import { Validator } from '@seriousme/openapi-schema-validator';
import { routes } from '../../lambdas/contract/routes.ts';
import { problems } from '../../lambdas/contract/codes.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { settings } from '../support/memory-settings.ts';

const document = structuredClone(buildOpenApi(settings)) as {
  paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, { $ref?: string }> }>
  >;
  components: { responses: Record<string, unknown> };
};

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('it has every route, and nothing else', () => {
  const listed = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  const known = routes.map(({ operationId }) => operationId);
  expect(listed.filter((id) => id !== undefined).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    known.toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test('it documents every code, where `type` points', () => {
  expect(Object.keys(document.components.responses)).toEqual(Object.keys(problems));
});
