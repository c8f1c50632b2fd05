import { randomUUID } from 'node:crypto';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { Clock } from '../../lambdas/domain/ports.ts';
import { isNotice } from '../../lambdas/domain/webhooks/event-types.ts';
import { readNoticeSpans } from '../../lambdas/domain/webhooks/notice-spans.ts';
import { createNoticesTask } from '../../lambdas/functions/clock/give-notices.ts';
import { createPlanTask } from '../../lambdas/functions/clock/plan-notices.ts';
import { createApiKeyLister } from '../../lambdas/store/api-key-listing.ts';
import { createApiKeyReader } from '../../lambdas/store/api-key-reader.ts';
import { eventIn } from '../../lambdas/store/audit-events.ts';
import { listDue } from '../../lambdas/store/due-items.ts';
import { createLastUseReader } from '../../lambdas/store/last-use-reader.ts';
import { createNoticeSweepStore } from '../../lambdas/store/notice-sweep.ts';
import { createNoticeStore } from '../../lambdas/store/notices.ts';
import type { Engine } from '../support/engine.ts';
import { predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

type AllTables = Engine['tables'];

/** A container of the clock over some tables. */
export interface ClockFunction {
  readonly giveNotices: () => Promise<void>;
  readonly planNotices: () => Promise<void>;
}

export function clockOver(tables: AllTables, clock: Clock, notices = settings.notices): ClockFunction {
  const pacing = { clock, random: predictableRandom(randomUUID()) };
  const spans = readNoticeSpans(notices);
  const keys = createApiKeyReader(tables, clock.now);
  const give = createNoticesTask({
    ...pacing,
    spans,
    notices: createNoticeStore(tables, settings, clock.now),
    listDue: (shard, now) => listDue(tables, shard, now),
    keys,
    readLastUses: createLastUseReader(tables, pacing),
  });
  const plan = createPlanTask({
    spans,
    clock,
    keys,
    sweeps: createNoticeSweepStore(tables, pacing),
    listKeys: createApiKeyLister(tables, clock.now),
  });
  const turn = () => ({ requestId: 'turn', deadlineMs: clock.now() + 50_000 });
  return { giveNotices: () => give(turn()), planNotices: () => plan(turn()) };
}

/** All events of a key, oldest first. */
export async function eventsOf({ client, registry }: AllTables, id: string): Promise<AuditEvent[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: registry,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
      ExpressionAttributeValues: { ':pk': `KEY#${id}`, ':events': 'AUDIT#' },
      ConsistentRead: true,
    }),
  );
  return Items.map(eventIn);
}

export async function noticesOf(tables: AllTables, id: string): Promise<AuditEvent[]> {
  return (await eventsOf(tables, id)).filter(({ action }) => isNotice(action));
}

/** Slots of the notices of a key that are to come. */
export async function slotsOf(tables: AllTables, id: string): Promise<string[]> {
  const items = await outboxOf(tables);
  return items.filter(({ apiKeyId }) => apiKeyId === id).map(({ sk }) => String(sk));
}

export async function outboxOf({ client, outbox }: AllTables): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: outbox, ConsistentRead: true }));
  return Items;
}
