import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { getProblem } from '../../lambdas/functions/reads/problem.ts';
import { callsDocumentedBy } from '../support/memory-contract.ts';
import { eventFor } from '../support/memory-events.ts';
import { handlerOf } from '../support/memory-operations.ts';
import { settings } from '../support/memory-settings.ts';

const codes = new Set((Object.keys(problems) as ProblemName[]).map(codeOf));
const handler = handlerOf([getProblem]);
const call = callsDocumentedBy(settings);
const explain = (code: string) =>
  call(handler, { ...eventFor('getProblem', { authorizer: null }), pathParameters: { code } });

test.each([...codes])('%s is explained in sentences', async (code) => {
  const { status, body } = await explain(code);
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(['code', 'title', 'statuses', 'meaning', 'remedy', 'retry']);
  expect([body.code, body.title]).toEqual([code, problems[code].detail]);
  for (const text of [body.meaning, body.remedy, body.retry]) expect(text).toMatch(/^[A-Z].*[^ ]\.$/s);
});

test('a code has the statuses of all whom it can be about', async () => {
  expect((await explain('USER_DISABLED')).body.statuses).toEqual([400, 401, 403]);
  expect((await explain('USER_UNKNOWN')).body.statuses).toEqual([400, 403]);
  expect((await explain('NOT_FOUND')).body.statuses).toEqual([404]);
});

test.each(['NOTHING', 'targetDisabled', 'constructor', 'invalid', ''])('%j is no code: 404', async (code) => {
  const { status, body } = await explain(code);
  expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
});

describe('where the type of a problem is opened', () => {
  const consoleOrigin = 'https://keys.example.com';
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const open = (accept: string, origin: string | null, code = 'IN_USE') =>
    call(handlerOf([getProblem], { consoleOrigin: origin }), {
      ...eventFor('getProblem', { authorizer: null, headers: { Accept: accept } }),
      pathParameters: { code },
    });

  test.each([browser, 'Text/HTML', 'text/html;q=0.1'])('%s: a browser is led to the page', async (accept) => {
    const { status, headers, body } = await open(accept, consoleOrigin);
    expect([status, headers.Location, body]).toEqual([303, `${consoleOrigin}/docs/errors/IN_USE`, undefined]);
  });

  test.each(['*/*', 'application/json', 'application/json, text/html', 'text/htmlx', ''])(
    '%j: a program is told',
    async (accept) => {
      const { status, body } = await open(accept, consoleOrigin);
      expect([status, body.code]).toEqual([200, 'IN_USE']);
    },
  );

  test('without a console a browser is told, too, and of no code there is no page', async () => {
    expect(await open(browser, null)).toMatchObject({ status: 200, body: { code: 'IN_USE' } });
    expect((await open(browser, consoleOrigin, '//evil.example')).status).toBe(404);
  });
});
