import { Api } from './client/api.ts';
import type { LatchkeyOptions } from './client/options.ts';
import { createResources, type Resources } from './resources/resources.ts';

/**
 * A client of one Latchkey deployment.
 *
 * @example
 * const latchkey = new Latchkey({ baseUrl: 'https://…/api/v1', credential: () => readSecret() });
 * const { id, key } = await latchkey.keys.create({ name: 'CI', expiresIn: '90d' });
 * for await (const each of latchkey.keys.list({ status: ['active'] })) console.log(each.name);
 */
export class Latchkey extends Api implements Resources {
  readonly keys: Resources['keys'];
  readonly users: Resources['users'];
  readonly roles: Resources['roles'];
  readonly apis: Resources['apis'];
  readonly webhooks: Resources['webhooks'];
  readonly audit: Resources['audit'];
  readonly usage: Resources['usage'];
  readonly verify: Resources['verify'];
  readonly scopes: Resources['scopes'];
  readonly me: Resources['me'];
  readonly config: Resources['config'];
  readonly settings: Resources['settings'];

  /** @throws TypeError for a `baseUrl` that is none, or plain HTTP to another machine */
  constructor(options: LatchkeyOptions) {
    super(options);
    const resources = createResources(this, options.onLostSecret ?? 'throw');
    ({ keys: this.keys, users: this.users, roles: this.roles, apis: this.apis } = resources);
    ({ webhooks: this.webhooks, audit: this.audit, usage: this.usage, verify: this.verify } = resources);
    ({ scopes: this.scopes, me: this.me } = resources);
    ({ config: this.config, settings: this.settings } = resources);
  }
}
