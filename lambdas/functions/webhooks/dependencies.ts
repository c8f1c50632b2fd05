import type { Random } from '../../domain/ports.ts';
import type { ResolveAll } from '../../domain/webhooks/resolve-target.ts';
import type { Masters } from '../../domain/webhooks/signing-secret.ts';
import type { ListWebhooks } from '../../store/webhook-listing.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface WebhookDependencies extends CommonDependencies {
  readonly webhooks: WebhookStore;
  readonly listWebhooks: ListWebhooks;
  readonly masters: Masters;
  readonly resolveAll: ResolveAll;
  readonly random: Random;
}
