import { Problem } from '../../domain/problem.ts';
import { refuseOneMore } from '../../domain/webhooks/check-endpoint.ts';
import type { EndpointFields } from '../../domain/webhooks/endpoint.ts';
import { createEndpoint } from '../../domain/webhooks/endpoint-lifecycle.ts';
import { refuseEndpoint } from '../../domain/webhooks/endpoint-rights.ts';
import { signingSecret } from '../../domain/webhooks/signing-secret.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { readFields } from './channels.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { readOwner } from './find.ts';
import { answerWith } from './present.ts';
import { newWebhook, webhookWithSecret } from './schemas.ts';

export const createWebhook = operation(
  'createWebhook',
  {
    summary: 'Create a webhook',
    description:
      'The caller owns it, and is shown its secret, this once. A user has ten webhooks of the scope `own` at most, and a ' +
      'deployment twenty of the scope `all`. A calling key needs `webhooks:manage` whatever the scope.',
    tag: 'Webhooks',
    body: newWebhook,
    success: success(201, webhookWithSecret, 'ETag', 'Location'),
    problems: ['CONFLICT', 'INSUFFICIENT_PERMISSIONS'],
    example: { request: examples.newWebhook, answer: examples.created },
  },
  async (request, deps: WebhookDependencies) => {
    const { url = null, scope = 'own', status = 'active', legacySignature = false, ...body } = request.body;
    const asked: EndpointFields = { ...body, url, scope, status, legacySignature };
    const caller = callerOf(request);
    await checkRights(asked);
    const fields = await readFields(asked, deps);
    const master = fields.kind === 'https' ? await deps.masters.current() : null;
    const id = deps.random.uuid();
    const created = await untilSettled(deps, async () => {
      const owner = await checkRights(fields);
      const full = refuseOneMore(scope, await deps.webhooks.counts(owner.userId));
      if (full !== null) throw full;
      const [origin, moment] = [originOf(request), momentOf(deps)];
      const transition = createEndpoint(id, owner, fields, master?.version ?? null, origin, moment);
      const outcome = await deps.webhooks.create(transition);
      return outcome.kind === 'committed' ? transition.endpoint : undefined;
    });
    const secret = master === null ? null : signingSecret(master.bytes, { endpointId: id, version: 1 });
    const { body: shown, headers } = answerWith(created, deps.clock.now());
    return { body: { ...shown, secret }, headers: { ...headers, Location: `${request.url}/${id}` } };

    /** Before anything is looked up for the caller, and again with each attempt. */
    async function checkRights(after: EndpointFields) {
      const owner = await readOwner(caller.userId, deps);
      if (owner === null) throw new Problem('USER_UNKNOWN');
      const refusal = refuseEndpoint(caller, { owner, before: null, after, isSecretShown: true });
      if (refusal !== null) throw refusal;
      return owner;
    }
  },
);
