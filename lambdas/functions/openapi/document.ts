import * as z from 'zod';
import { type ProblemCode, problems, titles } from '../../contract/codes.ts';
import { type OperationId, type Route, routes } from '../../contract/routes.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { describeOperations, type OperationText } from './operations.ts';

/** The OpenAPI 3.1 document, generated from the routes and from the very schemas that check requests. */
export function buildOpenApi(settings: DeploymentSettings): object {
  const texts = describeOperations(settings);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const methods = (paths[route.path.replace(/^\/v1/, '')] ??= outsideVersion(route.path));
    methods[route.method.toLowerCase()] = toOperation(route, texts[route.operationId]);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1',
      summary: 'API keys for anything behind Amazon API Gateway',
      description:
        'Send an API key as `Authorization: Bearer`, `Authorization: ApiToken` or `X-Api-Key`, exactly one of them. Errors are RFC 9457 problems; their `code` is documented under `components.responses`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { apiToken: [] }, { apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiToken: { type: 'http', scheme: 'ApiToken' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
      responses: Object.fromEntries(
        (Object.keys(problems) as ProblemCode[]).map((code) => [code, toProblemResponse(code)]),
      ),
      schemas: { Problem: problemSchema },
    },
  };
}

/** Paths are relative to `/api/v1`, but for one that metaVault puts elsewhere. */
function outsideVersion(path: string): Record<string, unknown> {
  return path.startsWith('/v1/') ? {} : { servers: [{ url: '/api' }] };
}

const problemSchema = toJsonSchema(
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problems)),
    requestId: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    missingScopes: z.array(z.string()).optional(),
    missingAccessRights: z.object({}).loose().optional(),
  }),
  'output',
);

function toProblemResponse(code: ProblemCode): object {
  const { status, detail } = problems[code];
  return {
    description: `${status} ${titles[status]}: ${detail}`,
    ...headersOf(code),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

const retryAfter = { description: 'Seconds to wait (RFC 9110)', schema: { type: 'integer' } };
const rateLimit = {
  description:
    'What is left of the limit (draft-ietf-httpapi-ratelimit-headers); with every answer to a limited key',
  schema: { type: 'string' },
  example: '"free";r=0;t=60',
};
const rateLimitPolicy = { ...rateLimit, description: 'The limit', example: '"free";q=100;w=60' };

function headersOf(code: ProblemCode): object {
  if (code === 'UNAVAILABLE') return { headers: { 'Retry-After': retryAfter } };
  if (code !== 'RATE_LIMITED') return {};
  return {
    headers: { 'Retry-After': retryAfter, RateLimit: rateLimit, 'RateLimit-Policy': rateLimitPolicy },
  };
}

function toOperation(route: Route & { operationId: OperationId }, text: OperationText): object {
  const { status, body } = text.success;
  const codes = [...text.problems, ...problemsOfAccess(route)];
  return {
    operationId: route.operationId,
    summary: text.summary,
    ...(route.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(text.query),
      ...(text.changes ? [ifMatch] : []),
      ...(text.replays ? [idempotencyKey] : []),
    ],
    ...(text.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJsonSchema(text.body, 'input') } },
          },
        }),
    responses: {
      [status]: {
        description: text.summary,
        ...(body === undefined
          ? {}
          : { content: { 'application/json': { schema: toJsonSchema(body, 'output') } } }),
      },
      ...byStatus(codes),
    },
  };
}

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'ETag of the version to change; another version is 412',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names the attempt: within 24 hours the same request is done once, and answered again as the first time, but ' +
    'with `key: null` and `Idempotent-Replayed: true`',
  schema: { type: 'string', maxLength: 64 },
};

function problemsOfAccess({ access, scopes, endUserKeys }: Route): ProblemCode[] {
  if (access === 'public') return ['INVALID', 'UNAVAILABLE'];
  return [
    'INVALID',
    'UNAUTHENTICATED',
    'IP_NOT_ALLOWED',
    'RATE_LIMITED',
    'UNAVAILABLE',
    ...(endUserKeys && scopes.length === 0 ? [] : (['INSUFFICIENT_PERMISSIONS'] as const)),
    ...(endUserKeys ? [] : (['END_USER_KEY'] as const)),
  ];
}

/** One entry a status: the code's own response, or a list where several share it. */
function byStatus(codes: readonly ProblemCode[]): Record<string, object> {
  const groups = Map.groupBy(new Set(codes), (code) => problems[code].status);
  return Object.fromEntries(
    [...groups].map(([status, [first, ...more]]) => [
      status,
      more.length === 0
        ? { $ref: `#/components/responses/${first}` }
        : {
            description: [first, ...more].join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
    ]),
  );
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined): object[] {
  if (query === undefined) return [];
  const { properties = {} } = toJsonSchema(query, 'input') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return json;
}
