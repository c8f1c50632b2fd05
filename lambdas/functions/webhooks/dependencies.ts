import type { Random } from '../../domain/ports.ts';
import type { ResolveAll } from '../../domain/webhooks/resolve-target.ts';
import type { Masters } from '../../domain/webhooks/signing-secret.ts';
import type { CallSender } from '../../outbound/call-sender.ts';
import type { Send } from '../../outbound/messenger.ts';
import type { ListAuditEvents } from '../../store/audit-event-listing.ts';
import type { DeliveryStore } from '../../store/deliveries.ts';
import type { ListDeliveries } from '../../store/delivery-listing.ts';
import type { Admit } from '../../store/endpoint-allowance.ts';
import type { OwnerOf } from '../../store/event-owners.ts';
import type { ListWebhooks } from '../../store/webhook-listing.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface WebhookDependencies extends CommonDependencies {
  readonly webhooks: WebhookStore;
  readonly listWebhooks: ListWebhooks;
  readonly masters: Masters;
  readonly resolveAll: ResolveAll;
  readonly random: Random;
  readonly send: Send;
  readonly callSender: CallSender;
  readonly deliveries: DeliveryStore;
  readonly listDeliveries: ListDeliveries;
  readonly admit: Admit;
  readonly listEvents: ListAuditEvents;
  readonly ownerOf: OwnerOf;
}
