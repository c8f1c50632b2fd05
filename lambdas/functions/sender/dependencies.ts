import type { Origin } from '../../domain/audit/audit.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { Send } from '../../outbound/messenger.ts';
import type { DeliveryStore } from '../../store/deliveries.ts';
import type { LineStore } from '../../store/endpoint-lines.ts';
import type { ReadOwner } from '../../store/endpoint-owners.ts';
import type { WebhookStore } from '../../store/webhooks.ts';

export interface SenderDependencies {
  readonly webhooks: Pick<WebhookStore, 'get' | 'update' | 'noteFailing'>;
  readonly readOwner: ReadOwner;
  readonly deliveries: Pick<DeliveryStore, 'get' | 'change'>;
  readonly lines: Pick<LineStore, 'take' | 'keep' | 'takeLeftOrFree' | 'free'>;
  readonly send: Send;
  readonly clock: Clock;
  readonly random: Random;
}

/** One run of the sender. */
export interface Run {
  /** In whose name endpoints are disabled. */
  readonly origin: Origin;
  /** Milliseconds since the epoch, after which no attempt is begun: the clock goes on. */
  readonly deadlineMs: number;
}
