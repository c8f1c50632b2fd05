import type { Latchkey, Webhook } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../exit-code.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { offeredNames } from '../completion/offered.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const folded = (name: string) => name.trim().normalize('NFKC').toLowerCase();

/**
 * The id of the webhook with that id or name.
 *
 * @throws Failure where there is none of that name that the caller may see, or several, since names are not unique
 */
export async function webhookId(api: Latchkey, idOrName: string): Promise<string> {
  return uuid.test(idOrName) ? idOrName : (await webhookNamed(api, idOrName)).id;
}

/** The webhook with that id or name. @throws Failure as above, or the API's 404 */
export async function findWebhook(api: Latchkey, idOrName: string): Promise<Webhook> {
  return await api.webhooks.get(await webhookId(api, idOrName));
}

/** Names of webhooks, for completion. */
export async function webhookNames(context: Context): Promise<readonly string[]> {
  const api = await context.api();
  const { items } = await api.webhooks.list(...offeredNames).page();
  return items.map(({ name }) => name);
}

async function webhookNamed(api: Latchkey, name: string): Promise<Webhook> {
  const found: Webhook[] = [];
  for await (const webhook of api.webhooks.list()) {
    if (folded(webhook.name) === folded(name)) found.push(webhook);
  }
  const [webhook, ...others] = found;
  if (webhook === undefined) {
    throw new Failure(
      `there is no webhook "${name}" that you may see`,
      exitCodes.notFound,
      'See: latchkey webhooks list',
    );
  }
  if (others.length === 0) return webhook;
  const ids = found.map(({ id, userId }) => `${id} of ${userId}`);
  throw usageFailure(`${found.length} webhooks have the name "${name}"`, `Say which: ${ids.join(', ')}`);
}
