import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { LogEvent } from '../../lambdas/functions/audit-exporter/batches.ts';
import {
  type AuditEvent,
  type AuditTarget,
  type Changes,
  findChainFault,
} from '../../lambdas/domain/audit/audit.ts';
import { changed } from '../support/engine-keys.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { noon } from '../support/memory-ports.ts';
import { mintKey } from '../support/memory-records.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/audit-exporter/index.ts');

const untold = async () => {};
const created = mintKey();
const events = [created.event, changed(created.key, { description: 'x' }).event];

function record(item: object, eventName: DynamoDBRecord['eventName'] = 'INSERT'): DynamoDBRecord {
  const image = marshall(item) as Record<string, AttributeValue>;
  return {
    eventName,
    dynamodb: eventName === 'REMOVE' ? { OldImage: image } : { NewImage: image },
  };
}
const itemOf = (event: AuditEvent) => ({ pk: 'KEY#1', sk: `AUDIT#${event.sequence}`, event, ttl: 1 });
const streamed: DynamoDBStreamEvent = { Records: events.map((event) => record(itemOf(event))) };

/** CloudWatch Logs in memory, that fails a number of times first. */
function memoryLog(failures = 0) {
  const written: LogEvent[] = [];
  let left = failures;
  return {
    written,
    async write(batch: readonly LogEvent[]) {
      left -= 1;
      if (left >= 0) throw new Error('throttled');
      written.push(...batch);
    },
  };
}
const readBack = (written: readonly LogEvent[]) =>
  written.map(({ message }) => JSON.parse(message) as AuditEvent);

test('events are written as JSON lines, at their time, as they were stored', async () => {
  const log = memoryLog();
  expect(await makeHandler(log, () => noon, untold)(streamed)).toEqual({ batchItemFailures: [] });
  expect(readBack(log.written)).toEqual(events);
  expect(log.written.map(({ timestamp }) => timestamp)).toEqual([noon, noon + 1_000]);
  expect(log.written.every(({ message }) => !message.includes('\n'))).toBe(true);
});

test('the copy is a sound chain: it and the table check each other', async () => {
  const log = memoryLog();
  await makeHandler(log, () => noon, untold)(streamed);
  expect(findChainFault(readBack(log.written))).toBeNull();
});

test('what is no new event is passed over', async () => {
  const log = memoryLog();
  const Records = [
    record({ pk: 'KEY#1', sk: 'KEY', name: 'CI' }),
    record(itemOf(events[0]!), 'MODIFY'),
    record(itemOf(events[0]!), 'REMOVE'),
    { eventName: 'INSERT' } as DynamoDBRecord,
  ];
  expect(await makeHandler(log, () => noon, untold)({ Records })).toEqual({ batchItemFailures: [] });
  expect(log.written).toEqual([]);
});

test('a batch that was not taken fails the delivery, and all of it comes again', async () => {
  const log = memoryLog(1);
  const handler = makeHandler(log, () => noon, untold);
  await expect(handler(streamed)).rejects.toThrow('throttled');
  expect(log.written).toEqual([]);
  await handler(streamed);
  expect(readBack(log.written)).toEqual(events);
});

test('a failure after a part was written fails all: readers tell copies by eventId', async () => {
  const log = memoryLog();
  const old = { ...events[0]!, at: new Date(noon - 5 * 86_400_000).toISOString(), eventId: 'old' };
  const Records = [record(itemOf(old)), ...streamed.Records];
  let calls = 0;
  const failing = {
    write: async (batch: readonly LogEvent[]) => {
      calls += 1;
      if (calls === 2) throw new Error('throttled');
      await log.write(batch);
    },
  };
  const handler = makeHandler(failing, () => noon, untold);
  await expect(handler({ Records })).rejects.toThrow('throttled');
  await handler({ Records });
  const ids = readBack(log.written).map(({ eventId }) => eventId);
  expect(new Set(ids)).toEqual(new Set(['old', ...events.map(({ eventId }) => eventId)]));
});

describe('a grant of everything is printed with an alert', () => {
  const lines = captureLogLines();
  const eventOf = (type: AuditTarget['type'], changes: Changes): AuditEvent => ({
    ...events[0]!,
    action: type === 'user' ? 'user.updated' : 'role.updated',
    target: { type, id: 'somebody', name: 'A secret project' },
    changes,
  });

  test.each<[string, AuditTarget['type'], Changes, number]>([
    ['a role gets *', 'role', { scopes: { from: ['database:read'], to: ['database:read', '*'] } }, 1],
    ['a new role has *', 'role', { scopes: { from: null, to: ['*'] } }, 1],
    ['a key gets *', 'api_key', { scopes: { from: null, to: ['*'] } }, 1],
    ['a user becomes an administrator', 'user', { roles: { from: ['reader'], to: ['reader', 'admin'] } }, 1],
    ['a role has * as before', 'role', { scopes: { from: ['*'], to: ['*', 'logs:read'] } }, 0],
    ['a role loses *', 'role', { scopes: { from: ['*'], to: [] } }, 0],
    ['a scope with a wildcard of its own', 'role', { scopes: { from: [], to: ['database:*'] } }, 0],
    ['an administrator gets a role', 'user', { roles: { from: ['admin'], to: ['admin', 'reader'] } }, 0],
    ['a key that its user limits', 'api_key', { scopes: { from: ['*'], to: null } }, 0],
    ['a description of *', 'role', { description: { from: '', to: '*' } }, 0],
  ])('%s', async (_, type, changes, alerts) => {
    const event = eventOf(type, changes);
    await makeHandler(memoryLog(), () => noon, untold)({ Records: [record(itemOf(event))] });
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      Array.from({ length: alerts }, () => ({
        level: 'WARN',
        message: 'Somebody was given everything',
        alert: 'GRANT_OF_EVERYTHING',
        eventId: event.eventId,
        action: event.action,
        target: { type, id: 'somebody' },
        actor: event.actor,
      })),
    );
  });
});
