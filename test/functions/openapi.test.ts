import { Validator } from '@seriousme/openapi-schema-validator';
import * as z from 'zod';
import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { foreignRefusals } from '../../lambdas/contract/verdicts.ts';
import { routes } from '../../lambdas/contract/routes.ts';
import { operations } from '../../lambdas/functions/openapi/all-operations.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { problemsOf } from '../../lambdas/gateway/documented-problems.ts';
import { tags } from '../../lambdas/gateway/tags.ts';
import { settings } from '../support/memory-settings.ts';

interface Media {
  readonly schema: { readonly $ref?: string };
  readonly example: unknown;
}
interface DocumentedResponse {
  readonly headers: Record<string, { $ref: string }>;
  readonly content?: Record<string, Media>;
}
interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: string[];
  readonly description: string;
  readonly security?: Record<string, string[]>[];
  readonly 'x-scopes-any-of'?: string[];
  readonly parameters: { name: string; in: string; description: string; schema: Record<string, unknown> }[];
  readonly requestBody?: { readonly required: boolean; readonly content: { 'application/json': Media } };
  readonly responses: Record<string, DocumentedResponse & { $ref?: string }>;
}

const document = JSON.parse(JSON.stringify(buildOpenApi(settings)));
const documented = Object.values(document.paths as Record<string, Record<string, DocumentedOperation>>)
  .flatMap((methods) => Object.values(methods))
  .filter(({ operationId }) => operationId !== undefined)
  .map((operation) => [operation.operationId, operation] as const);
const byId = Object.fromEntries(documented) as Record<string, DocumentedOperation>;

/** What a reference leads to. */
function follow<T>(value: T & { $ref?: string }): T {
  if (value.$ref === undefined) return value;
  const path = value.$ref.slice(2).split('/');
  return path.reduce((at, name) => at[name], document) as T;
}
function codesUnder(id: string, status: number): string[] {
  const response = follow<DocumentedResponse>(byId[id]!.responses[status]!);
  const { schema } = Object.values(response.content!)[0] as unknown as { schema: any };
  expect(schema.allOf[1].properties.status).toEqual({ const: status });
  return schema.allOf[1].properties.code.enum;
}

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('it has every route, and nothing else', () => {
  const known = routes.map(({ operationId }) => operationId);
  expect(documented.map(([id]) => id).toSorted()).toEqual(known.toSorted());
});

test('it is below the address that it is asked for', () => {
  const root = 'https://api.example.org/api';
  const { servers, paths } = buildOpenApi(settings, root);
  expect(servers).toEqual([{ url: `${root}/v1` }]);
  expect(paths['/apitokens']).toMatchObject({ servers: [{ url: root }] });
});

describe.each(documented)('%s', (id, operation) => {
  const { route, define } = operations[id as keyof typeof operations];
  const { body, success } = define(settings);
  const answer = follow<DocumentedResponse>(operation.responses[success.status]!).content?.[
    'application/json'
  ];
  const request = operation.requestBody?.content['application/json'];

  test('has one tag that is described, sentences, and a description of each parameter', () => {
    expect(operation.tags.map((tag) => tags[tag as keyof typeof tags])).toEqual([expect.any(String)]);
    expect(operation.description).toMatch(/^[A-Z].*\.$/s);
    for (const parameter of operation.parameters) expect(parameter.description).toMatch(/./);
    expect(operation.parameters.filter((each) => each.in === 'path')).toHaveLength(
      route.path.split('{').length - 1,
    );
  });

  test('says whether it is public, and names the scopes of which its caller needs one', () => {
    expect(operation.security).toEqual(route.access === 'public' ? [] : undefined);
    expect(operation['x-scopes-any-of'] ?? []).toEqual(route.scopes);
  });

  test('has named schemas for its bodies', () => {
    const references = [request, answer].filter((media) => media !== undefined);
    for (const { schema } of references) expect(schema.$ref).toMatch(/^#\/components\/schemas\/\w+$/);
    expect([request !== undefined, answer !== undefined]).toEqual([
      body !== undefined,
      success.body !== null,
    ]);
  });

  test('has an example of each body, which its schema takes, and whose members stand in its order', () => {
    if (body !== undefined) expect(body.safeParse(request?.example).error).toBeUndefined();
    if (success.body === null) return;
    const read = success.body.safeParse(answer?.example);
    expect(read.error).toBeUndefined();
    expect(JSON.stringify(read.data)).toBe(JSON.stringify(answer?.example));
  });

  test('has each problem under its status, those that it can have and no other', () => {
    const groups = Map.groupBy(problemsOf(route, define(settings)), (name) => problems[name].status);
    const statuses = Object.keys(operation.responses).map(Number);
    expect(new Set(statuses.filter((status) => status >= 400))).toEqual(new Set(groups.keys()));
    for (const [status, names] of groups)
      expect(new Set(codesUnder(id, status))).toEqual(new Set(names.map(codeOf)));
  });

  test('can have INTERNAL and UNAVAILABLE always', () => {
    expect(codesUnder(id, 500)).toEqual(['INTERNAL']);
    expect(codesUnder(id, 503)).toEqual(['UNAVAILABLE']);
    expect(codesUnder(id, 400)).toContain('INVALID');
  });

  test('has what anybody can be refused with, unless it is public', () => {
    if (route.access === 'public') {
      expect(Object.keys(operation.responses)).not.toEqual(expect.arrayContaining(['401']));
      return;
    }
    expect(codesUnder(id, 401).toSorted()).toEqual(
      [
        'API_KEY_EXPIRED',
        'API_KEY_INVALID',
        'API_KEY_PAUSED',
        'TOKEN_INVALID',
        'UNAUTHENTICATED',
        'USER_DISABLED',
        'USER_HAS_NO_ROLES',
      ].toSorted(),
    );
    expect(codesUnder(id, 403)).toEqual(
      expect.arrayContaining(['USER_UNKNOWN', 'USER_DISABLED', 'USER_HAS_NO_ROLES', 'IP_NOT_ALLOWED']),
    );
    expect(codesUnder(id, 403).includes('END_USER_KEY')).toBe(!route.endUserKeys);
    expect(codesUnder(id, 429)).toEqual(['RATE_LIMITED']);
  });
});

describe('what was wrong once', () => {
  test('a target that can have no key is 400', () => {
    for (const id of ['createApiKey', 'duplicateApiKey']) {
      expect(codesUnder(id, 400)).toEqual(
        expect.arrayContaining(['INVALID', 'USER_UNKNOWN', 'USER_DISABLED', 'USER_HAS_NO_ROLES']),
      );
    }
  });

  test('the body of rotate can be left out, and that of create cannot', () => {
    expect(byId['rotateApiKey']?.requestBody?.required).toBe(false);
    expect(byId['createApiKey']?.requestBody?.required).toBe(true);
  });

  test('limit is an integer', () => {
    for (const [, { parameters }] of documented) {
      const limit = parameters.find(({ name }) => name === 'limit');
      if (limit === undefined) continue;
      expect(limit.schema).toEqual({ type: 'integer', minimum: 1, maximum: 100 });
    }
  });
});

test.each([
  ['createApiKey', 201, ['ETag', 'Location', 'Idempotent-Replayed', 'RateLimit', 'RateLimit-Policy']],
  ['rotateApiKey', 200, ['ETag', 'Idempotent-Replayed', 'RateLimit', 'RateLimit-Policy']],
  ['getApiKey', 200, ['ETag', 'RateLimit', 'RateLimit-Policy']],
  ['listApiKeys', 200, ['Link', 'RateLimit', 'RateLimit-Policy']],
  ['getApiKeyUsageSummary', 200, ['RateLimit', 'RateLimit-Policy', 'Usage-Recorded-Until']],
  ['deleteApiKey', 204, ['RateLimit', 'RateLimit-Policy']],
  ['createUser', 201, ['ETag', 'Location', 'RateLimit', 'RateLimit-Policy']],
  ['getHealth', 200, []],
  ['getApiKey', 401, ['WWW-Authenticate']],
  ['getApiKey', 429, ['Retry-After', 'RateLimit', 'RateLimit-Policy']],
  ['getApiKey', 503, ['Retry-After', 'RateLimit', 'RateLimit-Policy']],
])('%s carries with %d the headers %j', (id, status, expected) => {
  const { headers } = follow<DocumentedResponse>(byId[id]!.responses[status]!);
  expect(Object.keys(headers).toSorted()).toEqual(['X-Request-Id', ...expected].toSorted());
  for (const header of Object.values(headers)) expect(follow(header)).toHaveProperty('description');
});

test('each problem is documented by an operation, or answered by protected APIs, and its schema knows its code', () => {
  const codes = new Set<string>(
    z.array(z.string()).parse(document.components.schemas.Problem.properties.code.enum),
  );
  const found = new Set(
    documented.flatMap(([id, { responses }]) =>
      Object.keys(responses)
        .filter((status) => Number(status) >= 400)
        .flatMap((status) => codesUnder(id, Number(status)).map((code) => `${status} ${code}`)),
    ),
  );
  const thrown = (Object.keys(problems) as ProblemName[]).map((name) => [
    problems[name].status,
    codeOf(name),
  ]);
  const answeredElsewhere = Object.entries(foreignRefusals).map(([code, { status }]) => `${status} ${code}`);
  expect([...found, ...answeredElsewhere].toSorted()).toEqual(
    thrown.map((each) => each.join(' ')).toSorted(),
  );
  expect([...codes].toSorted()).toEqual([...new Set(thrown.map(([, code]) => String(code)))].toSorted());
});
