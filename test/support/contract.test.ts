import { Contract, type Exchange } from './contract.ts';

const problem = (...codes: string[]) => ({
  content: {
    'application/problem+json': {
      schema: {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
      },
    },
  },
});

const contract = new Contract({
  openapi: '3.1.0',
  servers: [{ url: '/api/v1' }],
  paths: {
    '/things': {
      post: {
        operationId: 'createThing',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 10 } },
          { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 4 } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
            },
          },
        },
        responses: {
          201: {
            headers: {
              ETag: { required: true, schema: { type: 'string', pattern: '^"' } },
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              'Retry-After': { schema: { type: 'integer' } },
            },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          400: { $ref: '#/components/responses/Invalid' },
          409: problem('NAME_TAKEN', 'CONFLICT'),
          503: {
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      delete: { operationId: 'deleteThing', responses: { 204: { description: 'Gone' } } },
    },
    '/things/all': { delete: { operationId: 'deleteThings', responses: { 202: { description: 'Going' } } } },
    '/elsewhere': {
      servers: [{ url: '/api' }],
      get: { operationId: 'getElsewhere', responses: { 204: { description: 'Here' } } },
    },
  },
  components: {
    headers: { 'X-Request-Id': { schema: { type: 'string' } } },
    responses: { Invalid: problem('INVALID') },
    schemas: {
      Thing: {
        type: 'object',
        properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
        required: ['name'],
        additionalProperties: false,
      },
      Problem: {
        type: 'object',
        properties: {
          code: {
            enum: ['INVALID', 'NOT_FOUND', 'NAME_TAKEN', 'CONFLICT', 'IN_USE', 'TOO_LARGE', 'UNAVAILABLE'],
          },
        },
        required: ['code'],
      },
    },
  },
});

type Change = Partial<Omit<Exchange, 'headers' | 'sentHeaders'>> & {
  readonly headers?: Record<string, string>;
  readonly sentHeaders?: Record<string, string>;
};

const exchange = ({ headers = {}, sentHeaders = {}, ...change }: Change): Exchange => ({
  method: 'POST',
  path: '/api/v1/things',
  sentBody: '{"name":"one"}',
  status: 201,
  body: '{"name":"one","at":"2027-06-15T12:00:00.500Z"}',
  ...change,
  sentHeaders: new Headers(sentHeaders),
  headers: new Headers({ 'Content-Type': 'application/json', ETag: '"1"', ...headers }),
});

const refusal = (status: number, code: string): Change => ({
  status,
  body: JSON.stringify({ code }),
  headers: { 'Content-Type': 'application/problem+json' },
});

/** A refusal has no ETag. */
const refused = (status: number, code: string, change: Change = {}): Exchange => {
  const sent = exchange({ ...refusal(status, code), ...change });
  sent.headers.delete('ETag');
  return sent;
};

const empty = (change: Change): Exchange => {
  const sent = exchange({ sentBody: '', body: '', ...change });
  sent.headers.delete('ETag');
  return sent;
};

const id = '00000000-0000-4000-8000-000000000000';

test.each<[string, Exchange]>([
  ['a success', exchange({})],
  ['parameters', exchange({ path: '/api/v1/things?limit=10', sentHeaders: { 'Idempotency-Key': 'a' } })],
  [
    'headers',
    exchange({
      headers: { 'X-Request-Id': 'a', 'Retry-After': '1', Date: 'now', 'Cache-Control': 'no-store' },
    }),
  ],
  ['a problem of a shared response', refused(400, 'INVALID', { sentBody: '[' })],
  ['a problem of several', refused(409, 'CONFLICT')],
  ['no content', empty({ method: 'DELETE', path: `/api/v1/things/${id}`, status: 204 })],
  ['a path like one with a parameter', empty({ method: 'DELETE', path: '/api/v1/things/all', status: 202 })],
  ['a path of another server', empty({ method: 'GET', path: '/api/elsewhere', status: 204 })],
  ['an unknown route', refused(404, 'NOT_FOUND', { path: '/api/v2/things' })],
  ['a refusal of long headers', refused(431, 'TOO_LARGE')],
])('%s that is documented passes', (_, sent) => {
  expect(() => contract.check(sent)).not.toThrow();
});

test.each<[string, Exchange, string]>([
  [
    'an undocumented status',
    exchange({ status: 200 }),
    'createThing answered 200: the status is not documented',
  ],
  [
    'a code of another status',
    refused(409, 'IN_USE'),
    'createThing answered 409 IN_USE: body /code must be equal to one of the allowed values; ' +
      'the code is not documented under the status',
  ],
  [
    'a status that documents every code',
    refused(503, 'UNAVAILABLE'),
    'createThing answered 503 UNAVAILABLE: the codes of the status are not documented',
  ],
  [
    'a missing header',
    empty({ body: '{"name":"one"}', sentBody: '{"name":"one"}' }),
    'header ETag is missing',
  ],
  ['an undocumented header', exchange({ headers: { Link: '<x>' } }), 'header link is not documented'],
  ['a header of another form', exchange({ headers: { ETag: '1' } }), 'header ETag must match pattern "^""'],
  [
    'a header of another type',
    exchange({ headers: { 'Retry-After': 'soon' } }),
    'Retry-After must be integer',
  ],
  ['an extra member', exchange({ body: '{"name":"one","hash":"s3cret"}' }), 'additional properties (hash)'],
  ['a missing member', exchange({ body: '{}' }), "body must have required property 'name'"],
  ['a member of another type', exchange({ body: '{"name":7}' }), 'body /name must be string'],
  [
    'another format',
    exchange({ body: '{"name":"one","at":"noon"}' }),
    'body /at must match format "date-time"',
  ],
  [
    'another content type',
    exchange({ headers: { 'Content-Type': 'text/html' } }),
    'text/html is not documented',
  ],
  [
    'a body where none belongs',
    empty({ method: 'DELETE', path: `/api/v1/things/${id}`, status: 204, body: '1' }),
    'a body is not documented',
  ],
  ['a problem under a success', exchange({ ...refusal(201, 'INVALID') }), 'problem+json is not documented'],
  ['an unknown route that succeeds', exchange({ path: '/api/v1/others' }), 'no operation is documented'],
  [
    'another refusal of an unknown route',
    refused(400, 'IN_USE', { method: 'PUT' }),
    'PUT without an operation',
  ],
  ['a request without its body', exchange({ sentBody: '' }), 'the body was left out'],
  [
    'a request with another body',
    exchange({ sentBody: '{}' }),
    "the body that was sent: must have required property 'name'",
  ],
  [
    'an undocumented parameter',
    exchange({ path: '/api/v1/things?page=1' }),
    'parameter page is not documented',
  ],
  [
    'a parameter out of range',
    exchange({ path: '/api/v1/things?limit=11' }),
    'parameter limit must be <= 10',
  ],
  ['a long header', exchange({ sentHeaders: { 'Idempotency-Key': 'abcde' } }), 'must NOT have more than 4'],
  [
    'a path of another form',
    empty({ method: 'DELETE', path: '/api/v1/things/1', status: 204 }),
    'parameter id must match format "uuid"',
  ],
])('%s is a fault', (_, sent, fault) => {
  expect(() => contract.check(sent)).toThrow(fault);
});

test('a fault shows no value of a body', () => {
  const sent = exchange({
    body: '{"name":["s3cret"],"at":"s3cret","key":"s3cret"}',
    sentBody: '{"name":["s3cret"]}',
  });
  expect(() => contract.check(sent)).toThrow(/^((?!s3cret).)*$/s);
});
