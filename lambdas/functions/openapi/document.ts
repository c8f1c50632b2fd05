import type * as z from 'zod';
import type { Route } from '../../contract/routes.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { problemsOf } from '../../gateway/documented-problems.ts';
import type { Definition } from '../../gateway/operation.ts';
import { tags } from '../../gateway/tags.ts';
import { operations } from './all-operations.ts';
import { describeBodies, describeQuery, type JsonSchema } from './json-schemas.ts';
import { problem } from '../schemas/problem.ts';
import { describeProblems } from './problem-responses.ts';
import { describeHeaders, responseHeaders } from './response-headers.ts';

interface Described {
  readonly route: Route;
  readonly definition: Definition;
}

/** The OpenAPI 3.1 document of a deployment; `root` is the address of the API's stage. */
export function buildOpenApi(settings: DeploymentSettings, root = '/api') {
  const described = Object.values(operations).map(({ route, define }) => ({
    route,
    definition: define(settings),
  }));
  const bodies = describeBodies({ problem, ...Object.assign({}, ...described.map(bodiesOf)) });
  const responses: Record<string, object> = {};
  const paths: Record<string, Record<string, object>> = {};
  for (const each of described) {
    const { path, method } = each.route;
    // Paths are relative to /v1, but for one.
    const shown = path.replace(/^\/v1/, '');
    const methods = (paths[shown] ??= shown === path ? { servers: [{ url: root }] } : {});
    methods[method.toLowerCase()] = describeOperation(each, bodies, responses);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1',
      summary: 'API keys for anything behind Amazon API Gateway',
      description:
        'Send one credential: an API key as `Authorization: Bearer`, `Authorization: ApiToken` or `X-Api-Key`, or the ' +
        'access token of a person as `Authorization: Bearer`.\n\nEvery refusal is a problem (RFC 9457) with a `code` ' +
        'that does not change; its `type` is the address of a page about it.',
      contact: { name: 'The operator of this deployment' },
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${root}/v1` }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { apiToken: [] }, { apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or the access token of a person',
        },
        // Generators know no other HTTP schemes than basic and bearer.
        apiToken: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`ApiToken`, a space, and an API key',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key' },
      },
      headers: responseHeaders,
      responses,
      schemas: bodies.named,
    },
  };
}

type Bodies = ReturnType<typeof describeBodies>;

const nameOf = ({ operationId }: Route, body: 'request' | 'answer') => `${operationId} ${body}`;

function bodiesOf({ route, definition: { body, success } }: Described): Record<string, z.ZodType> {
  return {
    ...(body === undefined ? {} : { [nameOf(route, 'request')]: body }),
    ...(success.body === null ? {} : { [nameOf(route, 'answer')]: success.body }),
  };
}

function describeOperation(
  { route, definition }: Described,
  { schemas, required }: Bodies,
  responses: Record<string, object>,
): object {
  const { summary, description, tag, success, page, example = {} } = definition;
  const [request, answer] = [nameOf(route, 'request'), nameOf(route, 'answer')];
  const json = (schema: unknown, shown: unknown) => ({
    content: { 'application/json': { schema, example: shown } },
  });
  return {
    operationId: route.operationId,
    tags: [tag],
    summary,
    description,
    ...(route.access === 'public' ? { security: [] } : {}),
    // OpenAPI has a place for scopes where they are OAuth's, and linters take offence at them elsewhere.
    ...(route.scopes.length === 0 ? {} : { 'x-scopes-any-of': route.scopes }),
    parameters: parametersOf(route, definition),
    ...(schemas[request] === undefined
      ? {}
      : { requestBody: { required: required.has(request), ...json(schemas[request], example.request) } }),
    responses: {
      [success.status]: {
        description: successes[success.status],
        headers: successHeaders(route, definition),
        ...(schemas[answer] === undefined ? {} : json(schemas[answer], example.answer)),
      },
      ...(page === undefined ? {} : { 303: describePage(page) }),
      ...describeProblems(problemsOf(route, definition), responses),
    },
  };
}

function describePage(page: string): object {
  const location = { description: 'The page', required: true, schema: { type: 'string', format: 'uri' } };
  return { description: page, headers: { ...describeHeaders('X-Request-Id'), Location: location } };
}

const successes = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content' } as const;

function successHeaders({ access }: Route, { tag, query, success, replays }: Definition): object {
  return describeHeaders(
    'X-Request-Id',
    ...success.headers,
    ...(query !== undefined && 'cursor' in describeQuery(query) ? (['Link'] as const) : []),
    ...(tag === 'Usage' ? (['Usage-Recorded-Until'] as const) : []),
    ...(replays ? (['Idempotent-Replayed'] as const) : []),
    ...(access === 'public' ? [] : (['RateLimit', 'RateLimit-Policy'] as const)),
  );
}

const pathParameters: Readonly<Record<string, string>> = {
  id: 'Id of the API key',
  userId: 'The `userId` of the user, percent-encoded',
  name: 'Name of the role',
  code: 'Code of the problem',
  deliveryId: 'Id of the delivery',
};

function parametersOf({ path }: Route, { query, changes, replays }: Definition): object[] {
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      description: pathParameters[name],
      schema: { type: 'string' },
    })),
    ...Object.entries(query === undefined ? {} : describeQuery(query)).map(([name, json]) => {
      const { description, ...schema }: JsonSchema = json;
      return { name, in: 'query', description, schema, ...(schema.type === 'array' ? withCommas : {}) };
    }),
    ...(changes ? [ifMatch] : []),
    ...(replays ? [idempotencyKey] : []),
  ];
}

/** How several values of a parameter are written. */
const withCommas = { style: 'form', explode: false };

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  description: '`ETag` of the version that is meant; where it is another by now, the answer is 412',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Names the attempt: within 24 hours the same request is done once, and answered again as the first time, but ' +
    'with `key: null` and `Idempotent-Replayed: true`',
  schema: { type: 'string', minLength: 1, maxLength: 64 },
};
