import { readGracePeriod } from '../../domain/keys/expiry.ts';
import { Problem } from '../../domain/problem.ts';
import { rotateEndpoint } from '../../domain/webhooks/endpoint-lifecycle.ts';
import { refuseEndpoint } from '../../domain/webhooks/endpoint-rights.ts';
import { signingSecret } from '../../domain/webhooks/signing-secret.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findOwnedWebhook } from './find.ts';
import { answerWith } from './present.ts';
import { webhookRotation, webhookWithSecret } from './schemas.ts';

export const rotateWebhookSecret = operation(
  'rotateWebhookSecret',
  {
    summary: 'Give a webhook a new secret',
    description:
      'Shows the new secret, this once. Until the grace period ends messages have two signatures, of the new secret and of ' +
      'the former; a second rotation ends the former at once. `X-Webhook-Signature` has room for one, and is made with the ' +
      'former until then.',
    tag: 'Webhooks',
    body: webhookRotation,
    success: success(200, webhookWithSecret, 'ETag'),
    problems: ['CONFLICT', 'INSUFFICIENT_PERMISSIONS'],
    changes: true,
    example: { request: examples.rotation, answer: examples.rotated },
  },
  async (request, deps: WebhookDependencies) => {
    const graceMs = readGracePeriod(request.body?.gracePeriod ?? '24h');
    const { endpoint: rotated, secret } = await untilSettled(deps, async () => {
      const { endpoint, owner } = await findOwnedWebhook(request, deps);
      checkIfMatch(request.ifMatch, endpoint.version);
      const gift = { owner, before: endpoint, after: endpoint, isSecretShown: true };
      const refusal = refuseEndpoint(callerOf(request), gift);
      if (refusal !== null) throw refusal;
      if (endpoint.kind !== 'https')
        throw new Problem('CONFLICT', { detail: 'Only webhooks of kind https have a secret' });
      const { version: masterVersion, bytes } = await deps.masters.current();
      const rotation = { masterVersion, graceMs };
      const transition = rotateEndpoint(endpoint, rotation, originOf(request), momentOf(deps));
      const outcome = await deps.webhooks.update(endpoint, transition);
      if (outcome.kind !== 'committed') return undefined;
      const { id: endpointId, secretVersion: version } = transition.endpoint;
      return { endpoint: transition.endpoint, secret: signingSecret(bytes, { endpointId, version }) };
    });
    const { body, headers } = answerWith(rotated, deps.clock.now());
    return { body: { ...body, secret }, headers };
  },
);
