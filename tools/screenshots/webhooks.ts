import { randomUUID } from 'node:crypto';
import { isoTime } from '../../lambdas/domain/time.ts';
import type { Answer } from '../../lambdas/domain/webhooks/answer.ts';
import type { Progress } from '../../lambdas/domain/webhooks/delivery.ts';
import { createDeliveryStore } from '../../lambdas/store/deliveries.ts';
import type { DeliveryOfMessage } from '../../lambdas/store/delivery-item.ts';
import type { Engine } from '../../test/support/engine.ts';
import { clockAt, pacingBy } from '../../test/support/memory-ports.ts';

/** Where the company wants to be told. The first is that whose deliveries are shown. */
export const webhooks = [
  {
    name: 'Secret store',
    kind: 'https',
    url: 'https://hooks.example.com/latchkey/secrets',
    events: ['api_key.*'],
    scope: 'all',
  },
  {
    name: 'Warnings in the team’s chat',
    kind: 'https',
    url: 'https://chat.example.com/hooks/4f9c2d',
    events: ['api_key.expiring', 'api_key.rotation_ending', 'webhook.failing'],
    scope: 'all',
  },
  {
    name: 'Old ticket system',
    kind: 'https',
    url: 'https://tickets.example.com/in',
    events: ['api_key.created', 'api_key.deleted'],
    status: 'disabled',
    legacySignature: true,
  },
] as const;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const status = (code: number): Answer => ({ kind: 'status', status: code, retryAfter: null });
const timeout: Answer = { kind: 'none', reason: 'timeout' };
const connection: Answer = { kind: 'none', reason: 'connection' };

interface Planned {
  readonly type: DeliveryOfMessage['type'];
  readonly agoMs: number;
  /** What came of each attempt, and how long after the event. */
  readonly attempts: readonly (readonly [Answer, afterMs: number])[];
  /** Whether the last attempt was not the last of all. */
  readonly isWaiting?: true;
}

const refusals = [0.1, 5, 300, 2_100, 9_300, 27_300, 63_300, 113_700, 185_700, 272_100];
const planned: readonly Planned[] = [
  {
    type: 'api_key.created',
    agoMs: 7 * minuteMs,
    attempts: [
      [status(503), 400],
      [timeout, 20_400],
      [status(503), 330_000],
    ],
    isWaiting: true,
  },
  { type: 'api_key.expiring', agoMs: 3 * hourMs, attempts: [[status(204), 800]] },
  {
    type: 'api_key.rotated',
    agoMs: 5 * hourMs,
    attempts: [
      [connection, 300],
      [status(204), 5_600],
    ],
  },
  { type: 'api_key.updated', agoMs: 26 * hourMs, attempts: [[status(200), 700]] },
  {
    type: 'api_key.paused',
    agoMs: 98 * hourMs,
    attempts: refusals.map((seconds) => [connection, seconds * 1_000] as const),
  },
  { type: 'api_key.expired', agoMs: 120 * hourMs, attempts: [[status(204), 900]] },
];

/** Deliveries of the last days to one webhook. */
export async function deliver(tables: Engine['tables'], endpointId: string, nowMs: number): Promise<void> {
  const store = createDeliveryStore(tables, pacingBy(clockAt(nowMs)));
  for (const { type, agoMs, attempts, isWaiting } of planned) {
    const at = nowMs - agoMs;
    const ended = attempts.map(([answer, afterMs]) => ({ endedAt: at + afterMs, answer }));
    const last = ended.at(-1);
    if (last === undefined) throw new Error(`${type} has no attempt`);
    const isTaken = last.answer.kind === 'status' && last.answer.status < 300;
    const over: Progress = isTaken
      ? { state: 'delivered', endedAt: last.endedAt }
      : { state: 'dead', endedAt: last.endedAt, reason: 'attempts' };
    await store.add({
      eventId: randomUUID(),
      endpointId,
      type,
      at: isoTime(at),
      body: '{}',
      createdAt: at,
      begun: ended.length,
      attempts: ended,
      progress: isWaiting ? { state: 'waiting', dueAt: nowMs + 28 * minuteMs } : over,
    });
  }
}
