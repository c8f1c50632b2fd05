import type { DeploymentSettings } from '../contract/settings.ts';
import type { Clock } from '../domain/ports.ts';
import type { Masters } from '../domain/webhooks/signing-secret.ts';
import { createEventBus } from './event-bus.ts';
import { createPost } from './https-post.ts';
import { createMail } from './mail.ts';
import { createMessenger, type Send } from './messenger.ts';
import { resolveAll } from './resolve-all.ts';

/** Sends by whatever the configuration has. */
export function connectMessenger(
  { webhooks: { targets, eventBus, mailFrom } }: Pick<DeploymentSettings, 'webhooks'>,
  masters: Pick<Masters, 'ofVersion'>,
  { now }: Pick<Clock, 'now'>,
): Send {
  return createMessenger({
    masters,
    resolveAll,
    post: createPost(),
    putOnBus: eventBus === null ? null : createEventBus(eventBus),
    sendMail: mailFrom === null ? null : createMail(mailFrom),
    targets,
    now,
  });
}
