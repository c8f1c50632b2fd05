import { invalid } from '../../domain/problem.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { type Channels, readEndpoint } from '../../domain/webhooks/check-endpoint.ts';
import type { EndpointFields } from '../../domain/webhooks/endpoint.ts';
import { resolveTarget } from '../../domain/webhooks/resolve-target.ts';
import type { WebhookDependencies } from './dependencies.ts';

type Resolving = Pick<WebhookDependencies, 'settings' | 'resolveAll'>;

/**
 * An endpoint as it is to be kept. A name that has no address yet is taken: it is looked up again at each attempt.
 *
 * @throws Problem `INVALID` naming what this deployment cannot send to
 */
export async function readFields(fields: EndpointFields, deps: Resolving): Promise<EndpointFields> {
  const channels = channelsOf(deps.settings);
  const kept = readEndpoint(fields, channels);
  if (kept.kind !== 'https' || kept.url === null) return kept;
  const { kind } = await resolveTarget(kept.url, deps.resolveAll, channels.targets);
  if (kind === 'not public') throw invalid('url', 'Must not lead to an address that is not public');
  return kept;
}

function channelsOf({ webhooks: { targets, eventBus, mailFrom } }: DeploymentSettings): Channels {
  return { targets, eventBus: eventBus !== null, mail: mailFrom !== null };
}
