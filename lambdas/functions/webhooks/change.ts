import { refuseOneMore } from '../../domain/webhooks/check-endpoint.ts';
import type { Endpoint, EndpointFields } from '../../domain/webhooks/endpoint.ts';
import {
  changeEndpoint,
  deleteEndpoint,
  type EndpointChanges,
} from '../../domain/webhooks/endpoint-lifecycle.ts';
import { refuseDeletion, refuseEndpoint } from '../../domain/webhooks/endpoint-rights.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation, success } from '../../gateway/operation.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { readFields } from './channels.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findOwnedWebhook, findWebhook } from './find.ts';
import { answerWith } from './present.ts';
import { webhook, webhookChanges } from './schemas.ts';

export const updateWebhook = operation(
  'updateWebhook',
  {
    summary: 'Change a webhook',
    description:
      'Its kind and its owner never change. Whoever makes it tell more, or tell somebody else, must hold what creating it ' +
      'takes, and so must its owner.',
    tag: 'Webhooks',
    body: webhookChanges,
    success: success(200, webhook, 'ETag'),
    problems: ['CONFLICT', 'INSUFFICIENT_PERMISSIONS'],
    changes: true,
    example: { request: examples.changes, answer: examples.changed },
  },
  async (request, deps: WebhookDependencies) => {
    const caller = callerOf(request);
    const changed = await untilSettled(deps, async () => {
      const { endpoint, owner } = await findOwnedWebhook(request, deps);
      checkIfMatch(request.ifMatch, endpoint.version);
      const asked = fieldsOf({ ...endpoint, ...request.body });
      const gift = { owner, before: endpoint, isSecretShown: false };
      const refusal = refuseEndpoint(caller, { ...gift, after: asked });
      if (refusal !== null) throw refusal;
      const fields = isNarrowing(request.body) ? asked : await readFields(asked, deps);
      const transition = changeEndpoint(endpoint, fields, originOf(request), momentOf(deps));
      if (transition === null) return endpoint;
      await checkRoom(endpoint, transition.endpoint, deps);
      const outcome = await deps.webhooks.update(endpoint, transition);
      return outcome.kind === 'committed' ? transition.endpoint : undefined;
    });
    return answerWith(changed, deps.clock.now());
  },
);

export const deleteWebhook = operation(
  'deleteWebhook',
  {
    summary: 'Delete a webhook',
    description: 'What waits to be sent to it is given up. Its audit events stay.',
    tag: 'Webhooks',
    success: noContent,
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
  },
  async (request, deps: WebhookDependencies) => {
    await untilSettled(deps, async () => {
      const { endpoint, owner } = await findWebhook(request, deps);
      checkIfMatch(request.ifMatch, endpoint.version);
      const refusal = refuseDeletion(callerOf(request), endpoint);
      if (refusal !== null) throw refusal;
      const event = deleteEndpoint(endpoint, originOf(request), momentOf(deps));
      const outcome = await deps.webhooks.remove(endpoint, event, owner === null);
      return outcome.kind === 'committed' ? true : undefined;
    });
    return { body: undefined };
  },
);

function fieldsOf(endpoint: EndpointFields): EndpointFields {
  const { name, url, kind, events, scope, status, legacySignature } = endpoint;
  return { name, url, kind, events, scope, status, legacySignature };
}

/** A deployment may no longer send to where an endpoint leads: it can be renamed and disabled all the same. */
function isNarrowing(changes: EndpointChanges): boolean {
  const fields = Object.keys(changes);
  return changes.status !== 'active' && fields.every((field) => field === 'name' || field === 'status');
}

/** @throws Problem `CONFLICT` where an endpoint gets a scope that there are enough of */
async function checkRoom(
  before: Endpoint,
  after: Endpoint,
  { webhooks }: WebhookDependencies,
): Promise<void> {
  if (before.scope === after.scope) return;
  const full = refuseOneMore(after.scope, await webhooks.counts(after.userId));
  if (full !== null) throw full;
}
