import { gzipSync } from 'node:zlib';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import fc from 'fast-check';
import type { UsageEntry } from '../../lambdas/contract/usage.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { noon } from '../support/memory-ports.ts';

export const apiKeyId = apiKeyIdOf('3f0c0000-0000-4000-a000-000000000000');
export const keyPrefix = 'lk_aB3dE5g';

export function entryAt(timeMs: number, fields: Partial<UsageEntry> = {}): UsageEntry {
  return {
    at: new Date(timeMs).toISOString(),
    method: 'GET',
    path: '/v1/api-keys/{id}',
    status: 200,
    outcome: 'success',
    code: 'VALID',
    sourceIp: '203.0.113.7',
    userAgent: 'curl/8',
    requestId: 'request-1',
    latencyMs: 12,
    keyPrefix,
    ...fields,
  };
}

let lines = 0;

/** A call whose line has an id of its own. */
export function callAt(
  timeMs: number,
  fields: Partial<UsageEntry> = {},
  id: string = apiKeyId,
): DeliveredCall {
  lines += 1;
  return { apiKeyId: apiKeyIdOf(id), entry: entryAt(timeMs, fields), logEventId: `line-${lines}` };
}

export const lineOf = ({ apiKeyId: id, entry }: Omit<DeliveredCall, 'logEventId'>): string =>
  JSON.stringify({ usage: { apiKeyId: id, ...entry } });

/** What CloudWatch Logs hands to the recorder. */
export function deliveryOf(
  logEvents: readonly { readonly id: string; readonly message: string }[],
  messageType = 'DATA_MESSAGE',
): CloudWatchLogsEvent {
  const data = {
    messageType,
    owner: '123456789012',
    logGroup: '/latchkey/functions',
    logStream: '2027/06/15/[$LATEST]0',
    subscriptionFilters: ['usage'],
    logEvents: logEvents.map((event) => ({ ...event, timestamp: noon })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } };
}

export const deliveryOfCalls = (calls: readonly DeliveredCall[]): CloudWatchLogsEvent =>
  deliveryOf(calls.map((call) => ({ id: call.logEventId, message: lineOf(call) })));

/** Deliveries of a few keys around the end of a day, of small entries and large ones. */
export const deliveries = fc
  .array(
    fc.record({
      key: fc.integer({ min: 0, max: 2 }),
      offsetMs: fc.oneof(fc.integer({ min: -90_000, max: 90_000 }), fc.constantFrom(0, 60_000, 60_001, -1)),
      outcome: fc.constantFrom('success' as const, 'denied' as const, 'error' as const),
      size: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 8_000, max: 15_000 })),
    }),
    { maxLength: 80 },
  )
  .map((all) =>
    all.map(({ key, offsetMs, outcome, size }, at) => ({
      apiKeyId: apiKeyIdOf(`${key}${apiKeyId.slice(1)}`),
      entry: entryAt(Date.parse('2027-06-16T00:00:00.000Z') + offsetMs, { outcome, path: 'é'.repeat(size) }),
      logEventId: `line-${at}`,
    })),
  );
