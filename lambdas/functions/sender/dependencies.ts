import type { Origin } from '../../domain/audit/audit.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import type { Owner } from '../../domain/webhooks/endpoint-rights.ts';
import type { Send } from '../../outbound/messenger.ts';
import type { DeliveryStore } from '../../store/deliveries.ts';
import type { LineStore } from '../../store/endpoint-lines.ts';
import type { ReadOwner } from '../../store/endpoint-owners.ts';
import type { WebhookStore } from '../../store/webhooks.ts';

export interface SenderDependencies {
  readonly webhooks: Pick<WebhookStore, 'get' | 'update' | 'noteFailing'>;
  readonly readOwner: ReadOwner;
  readonly deliveries: Pick<DeliveryStore, 'getAll' | 'change'>;
  readonly lines: Pick<LineStore, 'take' | 'keep' | 'takeLeftOrFree' | 'free'>;
  readonly send: Send;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whom deliveries go to, as they are now; null where there is no such endpoint, or no such user, any more. */
export interface Addressee {
  readonly endpoint: Endpoint | null;
  readonly owner: Owner | null;
}

/** One run of the sender. */
export interface Run {
  /** In whose name endpoints are disabled. */
  readonly origin: Origin;
  /** Milliseconds since the epoch, after which no attempt is begun: the clock goes on. */
  readonly deadlineMs: number;
}

/** A run for one endpoint. */
export interface LineRun extends Run {
  /** Begun after it is asked for, so that each attempt goes by the rights of its time. */
  readonly readAddressee: () => Promise<Addressee>;
}
