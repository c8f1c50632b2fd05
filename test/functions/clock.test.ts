import type { Context } from 'aws-lambda';
import type { Turn } from '../../lambdas/functions/clock/task.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/clock/index.ts');

const logged = captureLogLines();
const context = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 60_000 } as Context;

test('each task is done, in time to end, whatever becomes of the others', async () => {
  const turns: Turn[] = [];
  const done = async (turn: Turn) => {
    turns.push(turn);
  };
  const failing = async () => {
    throw new Error('DynamoDB is away');
  };
  await makeHandler({ one: done, two: done }, () => noon)({}, context);
  expect(turns).toEqual([
    { requestId: 'run-1', deadlineMs: noon + 50_000 },
    { requestId: 'run-1', deadlineMs: noon + 50_000 },
  ]);
  const handler = makeHandler({ notices: failing, other: done }, () => noon);
  await expect(handler({}, context)).rejects.toThrow('The clock has not done all of its tasks');
  expect(turns).toHaveLength(3);
  expect(logged.join()).toMatch(/"task":"notices".*DynamoDB is away/);
});
