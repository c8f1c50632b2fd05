import type * as z from 'zod';
import { isoTime } from '../../domain/time.ts';
import type { Answer } from '../../domain/webhooks/answer.ts';
import { deliveryIdOf } from '../../domain/webhooks/delivery-id.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { StoredDelivery } from '../../store/delivery-item.ts';
import type { delivery } from './delivery-schemas.ts';

export function presentDelivery(stored: StoredDelivery): Presented<z.output<typeof delivery>> {
  const { eventId, type, at, createdAt, progress, attempts } = stored;
  return {
    id: deliveryIdOf(stored),
    eventId,
    type,
    eventAt: at,
    state: progress.state,
    createdAt: isoTime(createdAt),
    nextAttemptAt: progress.state === 'waiting' ? isoTime(progress.dueAt) : null,
    endedAt: 'endedAt' in progress ? isoTime(progress.endedAt) : null,
    reason: 'reason' in progress ? progress.reason : null,
    attempts: attempts.map(({ endedAt, answer }) => ({ endedAt: isoTime(endedAt), ...outcomeOf(answer) })),
  };
}

export function outcomeOf(answer: Answer) {
  return answer.kind === 'status'
    ? { status: answer.status, error: null }
    : { status: null, error: answer.reason };
}
