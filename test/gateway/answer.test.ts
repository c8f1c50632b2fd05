import * as z from 'zod';
import { exposedHeaders } from '../../lambdas/contract/headers.ts';
import { Problem } from '../../lambdas/domain/problem.ts';
import { type ApiResponse, noContent, success } from '../../lambdas/gateway/operation.ts';
import { call } from '../support/memory-answers.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { eventFor, eventOf } from '../support/memory-events.ts';
import { handlerOf, operationThat, type StubDefinition } from '../support/memory-operations.ts';

/** A handler whose one operation answers 201. */
const handlerThat = (
  respond: () => ApiResponse,
  more: Partial<StubDefinition> = {},
  consoleOrigin?: string,
) =>
  handlerOf(
    [operationThat('getHealth', async () => respond(), { success: created, ...more })],
    consoleOrigin === undefined ? {} : { consoleOrigin },
  );
const created = success(201, z.unknown());
const ok = () => ({ body: {} });
const fail = (error: unknown) => (): never => {
  throw error;
};

const logged = captureLogLines();

describe('every answer has the common headers', () => {
  const common = {
    'X-Request-Id': 'request-1',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Strict-Transport-Security': expect.stringMatching(/^max-age=\d+/),
  };

  test.each<[string, () => ApiResponse, Partial<StubDefinition>]>([
    ['a success', ok, {}],
    ['a success without body', () => ({ body: undefined }), { success: noContent }],
    ['a refusal', fail(new Problem('NOT_FOUND')), { problems: ['NOT_FOUND'] }],
    ['a fault', fail(new Error('x')), {}],
  ])('%s', async (_, respond, more) => {
    expect((await call(handlerThat(respond, more), eventFor('getHealth'))).headers).toMatchObject(common);
  });

  test('and CORS for the console, without cookies', async () => {
    const origin = 'https://console.example.com';
    for (const respond of [ok, fail(new Error('x'))]) {
      const { headers } = await call(handlerThat(respond, {}, origin), eventFor('getHealth'));
      expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' });
      expect(headers['Access-Control-Expose-Headers']?.split(', ')).toEqual([...exposedHeaders]);
      expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
    }
  });

  test('no CORS where the console is at the API’s own origin', async () => {
    const { headers } = await call(handlerThat(ok), eventFor('getHealth'));
    expect(Object.keys(headers).filter((name) => name.startsWith('Access-Control'))).toEqual([]);
  });
});

describe('a success', () => {
  test('is JSON, with the headers of the operation', async () => {
    const respond = () => ({ body: { a: 1 }, headers: { ETag: '"1"' } });
    expect(await call(handlerThat(respond), eventFor('getHealth'))).toMatchObject({
      status: 201,
      body: { a: 1 },
      headers: { 'Content-Type': 'application/json', ETag: '"1"' },
    });
  });

  test('without body has no content type', async () => {
    const handler = handlerThat(() => ({ body: undefined }), { success: noContent });
    const answer = await call(handler, eventFor('getHealth'));
    expect(answer.status).toBe(204);
    expect(answer.body).toBeUndefined();
    expect(answer.headers).not.toHaveProperty('Content-Type');
  });
});

describe('the body of a success', () => {
  const schema = z.strictObject({
    id: z.string(),
    rights: z.strictObject({ read: z.boolean(), write: z.boolean() }),
  });
  const answerWith = (body: object) =>
    call(
      handlerThat(() => ({ body }), { success: success(200, schema) }),
      eventFor('getHealth'),
    );

  test('has its members in the order of its schema, however deep', async () => {
    const stored = { rights: { write: false, read: true }, id: 'x' };
    const { text } = await answerWith(stored);
    expect(JSON.parse(text).body).toBe('{"id":"x","rights":{"read":true,"write":false}}');
    expect(logged).toEqual([]);
  });

  test('that does not keep to its schema is sent as it is, and told of, without its values', async () => {
    const body = { id: 'a-value', rights: { read: true } };
    const answer = await answerWith(body);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect(JSON.parse(logged.join())).toEqual({
      level: 'ERROR',
      message: 'undocumented answer',
      operationId: 'getHealth',
      fields: ['rights.write'],
    });
  });
});

describe('a refusal', () => {
  const documented = { problems: ['INSUFFICIENT_PERMISSIONS', 'targetDisabled'] } as const;

  test('is a problem body', async () => {
    const refused = new Problem('INSUFFICIENT_PERMISSIONS', {
      missingScopes: ['audit:read'],
      missingAccessRights: { projects: {} },
      cause: 'internal-cause',
    });
    const answer = await call(handlerThat(fail(refused), documented), eventFor('getHealth'));
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'https://api.example.com/api/v1/problems/INSUFFICIENT_PERMISSIONS',
      title: 'Forbidden',
      status: 403,
      detail: 'Insufficient permissions for operation',
      code: 'INSUFFICIENT_PERMISSIONS',
      requestId: 'request-1',
      missingScopes: ['audit:read'],
      missingAccessRights: { projects: {} },
    });
    expect(answer.text).not.toContain('internal-cause');
    expect(logged).toEqual([]);
  });

  test('takes status and title from what it is about, and names the field that it is about', async () => {
    const refused = new Problem('targetDisabled');
    const { status, body } = await call(handlerThat(fail(refused), documented), eventFor('getHealth'));
    expect([status, body.title, body.code]).toEqual([400, 'Bad Request', 'USER_DISABLED']);
    expect(body.errors).toEqual([{ field: 'userId', message: 'The user is disabled' }]);
    expect(logged).toEqual([]);
  });

  test.each<[Problem, Partial<StubDefinition>]>([
    [new Problem('NAME_TAKEN'), {}],
    [new Problem('USER_DISABLED'), { problems: ['targetDisabled'] }],
  ])('that its operation does not document is told of: %s', async (refused, more) => {
    const { status, body } = await call(handlerThat(fail(refused), more), eventFor('getHealth'));
    const { code } = refused;
    expect([status, body.code]).toEqual([refused.status, code]);
    const operationId = 'getHealth';
    expect(JSON.parse(logged.join())).toMatchObject({
      message: 'undocumented problem',
      operationId,
      code,
      status,
    });
  });

  test('503 says when to try again', async () => {
    const answer = await call(handlerThat(fail(new Problem('UNAVAILABLE'))), eventFor('getHealth'));
    expect([answer.status, answer.headers['Retry-After']]).toEqual([503, '1']);
  });
});

describe('a fault', () => {
  test('is INTERNAL and hides its cause, which is logged with the request’s id', async () => {
    const fault = new Error('internal-fault', { cause: new TypeError('deeper-cause') });
    const answer = await call(handlerThat(fail(fault)), eventFor('getHealth'));
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
    expect(answer.text).not.toMatch(/internal-fault|deeper-cause|TypeError|\.ts/);
    expect(JSON.parse(logged.join())).toMatchObject({
      level: 'ERROR',
      requestId: 'request-1',
      error: { message: 'internal-fault', cause: { name: 'TypeError', message: 'deeper-cause' } },
    });
  });

  test('that is no error is one all the same', async () => {
    const answer = await call(handlerThat(fail('text')), eventFor('getHealth'));
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
  });
});

describe('what is not there is 404', () => {
  test.each([
    ['an unknown resource', eventOf('GET', '/v1/nothing')],
    ['an unknown method', eventOf('PUT', '/v1/health')],
    ['a route of another function', eventFor('listApiKeys')],
  ])('%s', async (_, event) => {
    const answer = await call(handlerThat(ok), event);
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});
