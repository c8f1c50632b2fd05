import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { Deployment } from '../support/engine-deployment.ts';
import { type Call, person, type Request } from '../support/memory-api.ts';
import { newWebhook } from '../webhooks/webhook-bench.ts';
import type { BusyClients } from './busy-clients.ts';

/** Owns keys that only the copy's age takes rights from. */
export const witness = 'witness@example.com';
const [disabled, demoted] = ['disabled@example.com', 'demoted@example.com'];

const orders = { method: 'GET', path: '/orders', scopes: ['database:read'] };
const protection = (stage: string, ...routes: readonly object[]) => ({
  gateway: { accountId: '123456789012', apiId: 'witness', stage },
  routes,
});

/**
 * Keys, protected APIs and webhooks that the random clients leave alone, so that every rehearsal has each fate that they
 * can meet after the copy was made, whatever else there is in it.
 */
export class Witnesses {
  readonly #admin: Deployment['admin'];
  readonly #witness: Call;
  readonly #masters: Deployment['masters'];
  readonly #secrets: BusyClients['secrets'];
  readonly #ids = new Map<string, string>();
  readonly #webhooks = new Map<string, string>();

  /** @param secrets get every secret that is shown */
  constructor(deployment: Deployment, secrets: BusyClients['secrets']) {
    this.#admin = deployment.admin;
    this.#witness = deployment.as(person(witness));
    this.#masters = deployment.masters;
    this.#secrets = secrets;
  }

  async begin(): Promise<void> {
    await this.#do('createRole', { body: { name: 'witness', scopes: ['database:*'] } });
    await this.#do('createRole', { body: { name: 'narrowed', scopes: ['database:*'] } });
    for (const [userId, role] of [
      [witness, 'witness'],
      [disabled, 'witness'],
      [demoted, 'narrowed'],
    ] as const) {
      await this.#do('createUser', { body: { userId, roles: [role] } });
    }
    for (const fate of ['kept', 'rotated', 'narrowed', 'paused', 'deleted'])
      await this.#mint(`to be ${fate}`, witness);
    for (const stage of ['kept', 'tightened', 'loosened', 'unprotected'])
      await this.#do('registerApi', { body: { name: `to-be-${stage}`, ...protection(stage, orders) } });
    for (const fate of ['kept', 'narrowed', 'rotated', 'rotated at once', 'disabled', 'deleted'])
      await this.#listen(`to be ${fate}`);
    await this.#listen('of everything', { scope: 'all' }, this.#admin);
    await this.#mint('of one who will be disabled', disabled);
    await this.#mint('of one whose role will be narrowed', demoted);
  }

  /** What happens between the copy and the loss. */
  async meetTheirFates(): Promise<void> {
    const at = (fate: string) => ({ id: this.#ids.get(`to be ${fate}`)! });
    await this.#do('rotateApiKey', { at: at('rotated'), body: { gracePeriod: '1d' } });
    await this.#do('updateApiKey', { at: at('narrowed'), body: { scopes: ['database:read'] } });
    await this.#do('pauseApiKey', { at: at('paused') });
    await this.#do('deleteApiKey', { at: at('deleted') });
    await this.#do('updateUser', { at: { userId: disabled }, body: { status: 'disabled' } });
    await this.#do('replaceRole', { at: { name: 'narrowed' }, body: { scopes: ['database:read'] } });
    const replace = (fate: string, ...routes: object[]) =>
      this.#do('replaceApi', { at: { name: `to-be-${fate}` }, body: protection(fate, ...routes) });
    await replace('tightened', { ...orders, scopes: ['database:write'] });
    await replace('loosened', orders, { method: 'GET', path: '/profile' });
    await this.#do('deleteApi', { at: { name: 'to-be-unprotected' } });
    await this.#do('registerApi', { body: { name: 'newer', ...protection('newer', orders) } });
    await this.#mint('newer than the copy', witness);
    await this.#meetFatesOfWebhooks();
  }

  async #meetFatesOfWebhooks(): Promise<void> {
    const fate = (name: string, body?: object) => ({
      at: { id: this.#webhooks.get(`to be ${name}`)! },
      body,
    });
    await this.#do('updateWebhook', fate('narrowed', { events: ['api_key.deleted'] }));
    await this.#do('updateWebhook', fate('disabled', { status: 'disabled' }));
    this.#masters.replace();
    await this.#do('rotateWebhookSecret', fate('rotated', { gracePeriod: '1d' }));
    await this.#do('rotateWebhookSecret', fate('rotated at once', { gracePeriod: '0s' }));
    await this.#do('deleteWebhook', fate('deleted'));
    await this.#listen('newer than the copy');
  }

  async #listen(name: string, fields: object = {}, call = this.#witness): Promise<void> {
    const { id } = await this.#do('createWebhook', { body: newWebhook({ name, ...fields }) }, call);
    this.#webhooks.set(name, id);
  }

  async #mint(name: string, userId: string): Promise<void> {
    const { id } = await this.#do('createApiKey', { body: { name, userId } });
    this.#ids.set(name, id);
  }

  async #do(operation: OperationId, request: Request, call: Call = this.#admin): Promise<any> {
    const { status, body } = await call(operation, request);
    if (status >= 300) throw new Error(`${operation} was answered ${status} ${body?.code}`);
    if (body?.key !== undefined) this.#secrets.push({ apiKeyId: body.id, secret: body.key });
    return body;
  }
}
