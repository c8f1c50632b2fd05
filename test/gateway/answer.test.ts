import { exposedHeaders } from '../../lambdas/contract/headers.ts';
import { Problem } from '../../lambdas/domain/problem.ts';
import { secretShape } from '../../lambdas/domain/keys/secret-shape.ts';
import { type ApiResponse, createApiHandler, operation } from '../../lambdas/gateway/api-handler.ts';
import { call } from '../support/memory-answers.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { eventFor, eventOf } from '../support/memory-events.ts';

const handlerOf = (respond: () => ApiResponse, consoleOrigin: string | null = null) =>
  createApiHandler(
    { getHealth: operation({ handle: async () => respond() }) },
    {
      loadPermissions: async () => ({ scopes: [], accessRights: {} }),
      secretShape: secretShape(['lk']),
      consoleOrigin,
      now: Date.now,
    },
  );
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

  test.each<[string, () => ApiResponse]>([
    ['a success', () => ({ status: 200, body: {} })],
    ['a success without body', () => ({ status: 204 })],
    ['a refusal', fail(new Problem('NOT_FOUND'))],
    ['a fault', fail(new Error('x'))],
  ])('%s', async (_, respond) => {
    expect((await call(handlerOf(respond), eventFor('getHealth'))).headers).toMatchObject(common);
  });

  test('and CORS for the console, without cookies', async () => {
    const origin = 'https://console.example.com';
    for (const respond of [() => ({ status: 200 }), fail(new Error('x'))]) {
      const { headers } = await call(handlerOf(respond, origin), eventFor('getHealth'));
      expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' });
      expect(headers['Access-Control-Expose-Headers']?.split(', ')).toEqual([...exposedHeaders]);
      expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
    }
  });

  test('no CORS where the console is at the API’s own origin', async () => {
    const { headers } = await call(
      handlerOf(() => ({ status: 200 })),
      eventFor('getHealth'),
    );
    expect(Object.keys(headers).filter((name) => name.startsWith('Access-Control'))).toEqual([]);
  });
});

describe('a success', () => {
  test('is JSON, with the headers of the operation', async () => {
    const respond = () => ({ status: 201, body: { a: 1 }, headers: { ETag: '"1"' } });
    expect(await call(handlerOf(respond), eventFor('getHealth'))).toMatchObject({
      status: 201,
      body: { a: 1 },
      headers: { 'Content-Type': 'application/json', ETag: '"1"' },
    });
  });

  test('without body has no content type', async () => {
    const answer = await call(
      handlerOf(() => ({ status: 204 })),
      eventFor('getHealth'),
    );
    expect(answer.body).toBeUndefined();
    expect(answer.headers).not.toHaveProperty('Content-Type');
  });
});

describe('a refusal', () => {
  test('is a problem body', async () => {
    const refused = new Problem('INSUFFICIENT_PERMISSIONS', {
      missingScopes: ['audit:read'],
      missingAccessRights: { projects: {} },
      cause: 'internal-cause',
    });
    const answer = await call(handlerOf(fail(refused)), eventFor('getHealth'));
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: '/api/v1/openapi.json#/components/responses/INSUFFICIENT_PERMISSIONS',
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

  test('takes its title from its status, where that is not the usual one of its code', async () => {
    const refused = new Problem('USER_DISABLED', { status: 400 });
    const { status, body } = await call(handlerOf(fail(refused)), eventFor('getHealth'));
    expect([status, body.title, body.code]).toEqual([400, 'Bad Request', 'USER_DISABLED']);
  });

  test('503 says when to try again', async () => {
    const answer = await call(handlerOf(fail(new Problem('UNAVAILABLE'))), eventFor('getHealth'));
    expect([answer.status, answer.headers['Retry-After']]).toEqual([503, '1']);
  });
});

describe('a fault', () => {
  test('is INTERNAL and hides its cause, which is logged with the request’s id', async () => {
    const fault = new Error('internal-fault', { cause: new TypeError('deeper-cause') });
    const answer = await call(handlerOf(fail(fault)), eventFor('getHealth'));
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
    expect(answer.text).not.toMatch(/internal-fault|deeper-cause|TypeError|\.ts/);
    expect(JSON.parse(logged.join())).toMatchObject({
      level: 'ERROR',
      requestId: 'request-1',
      error: { message: 'internal-fault', cause: { name: 'TypeError', message: 'deeper-cause' } },
    });
  });

  test('that is no error is one all the same', async () => {
    const answer = await call(handlerOf(fail('text')), eventFor('getHealth'));
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
  });
});

describe('what is not there is 404', () => {
  test.each([
    ['an unknown resource', eventOf('GET', '/v1/nothing')],
    ['an unknown method', eventOf('PUT', '/v1/health')],
    ['a route of another function', eventFor('listApiKeys')],
  ])('%s', async (_, event) => {
    const answer = await call(
      handlerOf(() => ({ status: 200 })),
      event,
    );
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});
