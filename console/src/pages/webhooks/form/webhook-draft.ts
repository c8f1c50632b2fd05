import type { NewWebhook, Webhook, WebhookChanges } from '@latchkey/client';
import { withinScope } from './event-groups.ts';

/** A webhook as somebody writes it. */
export interface WebhookDraft {
  readonly name: string;
  readonly kind: Webhook['kind'];
  /** Of `https`. */
  readonly url: string;
  /** Of `email`. */
  readonly address: string;
  readonly events: readonly string[];
  readonly scope: Webhook['scope'];
  readonly legacySignature: boolean;
}

const mailto = 'mailto:';

/** The address of a `mailto:` URL. */
export function addressOf(url: string | null): string {
  return url?.startsWith(mailto) === true ? url.slice(mailto.length) : '';
}

/** @param userId whose webhook it will be: mail goes to themselves at first */
export function firstDraft(userId: string): WebhookDraft {
  return {
    name: '',
    kind: 'https',
    url: '',
    address: userId,
    events: ['api_key.*'],
    scope: 'own',
    legacySignature: false,
  };
}

export function draftOf({ name, kind, url, events, scope, legacySignature }: Webhook): WebhookDraft {
  const urls = { url: kind === 'https' ? (url ?? '') : '', address: addressOf(url) };
  return { name, kind, ...urls, events, scope, legacySignature };
}

/** With another kind or scope: what does not go with it is taken back. */
export function changedDraft(draft: WebhookDraft, changes: Partial<WebhookDraft>): WebhookDraft {
  const next = { ...draft, ...changes };
  const scope = next.kind === 'eventbridge' ? 'all' : next.scope;
  return {
    ...next,
    scope,
    events: withinScope(next.events, scope),
    legacySignature: next.legacySignature && next.kind === 'https',
  };
}

export type WebhookFields = Required<Omit<WebhookChanges, 'status'>>;

export function newWebhookOf(draft: WebhookDraft): NewWebhook {
  return { kind: draft.kind, ...fieldsOf(draft) };
}

/** What of a webhook can be changed, as it is written. */
export function fieldsOf(draft: WebhookDraft): WebhookFields {
  const { name, kind, url, address, events, scope, legacySignature } = draft;
  const urls = { https: url.trim(), email: `${mailto}${address.trim()}`, eventbridge: null };
  return { name: name.trim(), url: urls[kind], events: [...events], scope, legacySignature };
}
