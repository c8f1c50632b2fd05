import type { AuditEvent } from '../../domain/audit/audit.ts';
import type { Clock } from '../../domain/ports.ts';
import { isRecent } from '../../domain/webhooks/subscription.ts';
import type { HandOver } from '../../store/event-outbox.ts';
import type { SubscriptionReader } from '../../store/subscriptions.ts';

/** Hands events over to be told to webhooks. */
export type Tell = (events: readonly AuditEvent[]) => Promise<void>;

export interface TellDependencies {
  readonly subscriptions: Pick<SubscriptionReader, 'hasAny'>;
  readonly handOver: HandOver;
  readonly now: Clock['now'];
}

/** Where nobody wants to be told, nothing is written; nor is it of what is history. */
export function createTell({ subscriptions, handOver, now }: TellDependencies): Tell {
  return async (events) => {
    const recent = events.filter((event) => isRecent(event, now()));
    if (recent.length > 0 && (await subscriptions.hasAny())) await handOver(recent, now());
  };
}
