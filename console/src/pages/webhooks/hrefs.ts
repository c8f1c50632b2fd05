export const webhooksHref = '/webhooks';
/** No id is like it. */
export const newWebhookHref = '/webhooks/new';

export function webhookHref(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`;
}
