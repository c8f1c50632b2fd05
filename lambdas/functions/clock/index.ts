import type { Context } from 'aws-lambda';
import { readSettings } from '../../contract/settings.ts';
import type { Clock } from '../../domain/ports.ts';
import { readNoticeSpans } from '../../domain/webhooks/notice-spans.ts';
import { describeError, logError } from '../../log.ts';
import { createCallSender } from '../../outbound/call-sender.ts';
import { createApiKeyLister } from '../../store/api-key-listing.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { connectOutboxTable, connectUsageTables } from '../../store/client.ts';
import { listDue } from '../../store/due-items.ts';
import { createLastUseReader } from '../../store/last-use-reader.ts';
import { createNoticeStore } from '../../store/notices.ts';
import { createNoticeSweepStore } from '../../store/notice-sweep.ts';
import { systemClock, systemPacing, systemRandom } from '../system.ts';
import { createNoticesTask } from './give-notices.ts';
import { createPlanTask } from './plan-notices.ts';
import { createDueDeliveriesTask } from './send-due.ts';
import type { Task } from './task.ts';

export type ClockHandler = (
  event: unknown,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<void>;

/** What has begun is over by then. */
const reserveMs = 10_000;

/**
 * Does its tasks side by side: what one of them cannot do holds up none of the others.
 *
 * @throws Error where a task has left something undone, so that the function's errors are counted
 */
export function makeHandler(tasks: Readonly<Record<string, Task>>, now: Clock['now']): ClockHandler {
  return async (_, { awsRequestId: requestId, getRemainingTimeInMillis }) => {
    const turn = { requestId, deadlineMs: now() + getRemainingTimeInMillis() - reserveMs };
    const attempts = Object.entries(tasks).map(async ([task, run]) => {
      try {
        await run(turn);
        return true;
      } catch (error) {
        logError('A task of the clock was not done', { task, error: describeError(error) });
        return false;
      }
    });
    const ends = await Promise.all(attempts);
    if (ends.includes(false)) throw new Error('The clock has not done all of its tasks');
  };
}

const settings = readSettings();
const spans = readNoticeSpans(settings.notices);
const usage = connectUsageTables();
const tables = { ...usage, ...connectOutboxTable(usage.client) };
const { now } = systemClock;
const keys = createApiKeyReader(tables, now);
const shared = { keys, spans, clock: systemClock, random: systemRandom };

export const handler = makeHandler(
  {
    notices: createNoticesTask({
      ...shared,
      notices: createNoticeStore(tables, settings, now),
      listDue: (shard, until) => listDue(tables, shard, until),
      readLastUses: createLastUseReader(tables, systemPacing),
    }),
    deliveries: createDueDeliveriesTask({
      listDue: (shard, until) => listDue(tables, shard, until),
      callSender: createCallSender(),
      clock: systemClock,
    }),
    plan: createPlanTask({
      ...shared,
      sweeps: createNoticeSweepStore(tables, systemPacing),
      listKeys: createApiKeyLister(tables, now),
    }),
  },
  now,
);
