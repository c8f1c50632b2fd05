import type { Context } from 'aws-lambda';
import type { SendingRequest } from '../../contract/sending.ts';
import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { connectMasters } from '../../outbound/masters.ts';
import { connectMessenger } from '../../outbound/connect-messenger.ts';
import { connectOutboxTable } from '../../store/client.ts';
import { createDeliveryStore } from '../../store/deliveries.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createLineStore } from '../../store/endpoint-lines.ts';
import { createOwnerReader } from '../../store/endpoint-owners.ts';
import { createWebhookStore } from '../../store/webhooks.ts';
import { systemClock, systemPacing, systemRandom } from '../system.ts';
import type { SenderDependencies } from './dependencies.ts';
import { sendLine } from './send-line.ts';

export type SenderHandler = (
  request: SendingRequest,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<void>;

/** An attempt, and what is written after it; one that is begun with less time left would be lost. */
const reserveMs = 25_000;

/** Sends deliveries to one endpoint. */
export function makeHandler(deps: SenderDependencies): SenderHandler {
  return async (request, { awsRequestId: requestId, getRemainingTimeInMillis }) => {
    const actor = { userId: 'system', via: 'system' } as const;
    const origin = { actor, sourceIp: null, userAgent: null, requestId };
    const deadlineMs = deps.clock.now() + getRemainingTimeInMillis() - reserveMs;
    await sendLine(request, { origin, deadlineMs }, deps);
  };
}

const settings = readSettings();
const outbox = connectOutboxTable();
const registry = { client: outbox.client, registry: requireEnvironment(environment.registryTable) };
const { now } = systemClock;

export const handler = makeHandler({
  webhooks: createWebhookStore(registry, settings, now),
  readOwner: createOwnerReader(createDirectoryStore(registry, systemPacing)),
  deliveries: createDeliveryStore(outbox, systemPacing),
  lines: createLineStore(outbox, systemPacing),
  send: connectMessenger(settings, connectMasters(), systemClock),
  clock: systemClock,
  random: systemRandom,
});
