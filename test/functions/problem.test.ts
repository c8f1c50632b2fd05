import { type ProblemCode, problems } from '../../lambdas/contract/codes.ts';
import { getProblem } from '../../lambdas/functions/reads/problem.ts';
import { problemTexts } from '../../lambdas/functions/reads/problem-texts.ts';
import { callsDocumentedBy } from '../support/memory-contract.ts';
import { eventFor } from '../support/memory-events.ts';
import { handlerOf } from '../support/memory-operations.ts';
import { settings } from '../support/memory-settings.ts';

const handler = handlerOf([getProblem]);
const call = callsDocumentedBy(settings);
const explain = (code: string) =>
  call(handler, { ...eventFor('getProblem', { authorizer: null }), pathParameters: { code } });

test.each(Object.keys(problemTexts) as ProblemCode[])('%s is explained in sentences', async (code) => {
  const { status, body } = await explain(code);
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(['code', 'title', 'statuses', 'meaning', 'remedy']);
  expect([body.code, body.title]).toEqual([code, problems[code].detail]);
  for (const text of [body.meaning, body.remedy]) expect(text).toMatch(/^[A-Z].*[^ ]\.$/s);
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
