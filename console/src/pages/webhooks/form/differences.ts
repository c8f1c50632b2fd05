import type { Difference } from '../../../forms/changed-meanwhile.tsx';
import { texts } from '../../../texts/texts.ts';
import type { WebhookFields } from './webhook-draft.ts';

const fields = ['name', 'url', 'events', 'scope', 'legacySignature'] as const;

/** The fields that somebody has changed: the others stay as whoever saves meanwhile leaves them. */
export function changedFields(first: WebhookFields, now: WebhookFields): Partial<WebhookFields> {
  const changed = fields.filter((field) => textOf(field, first) !== textOf(field, now));
  return Object.fromEntries(changed.map((field) => [field, now[field]]));
}

/** Where what was changed here is not what somebody else has made of it. */
export function differencesOf(
  first: WebhookFields,
  theirs: WebhookFields,
  mine: Partial<WebhookFields>,
): readonly Difference[] {
  const { columns, form, legacySignature } = texts.webhooks;
  const labels = {
    name: columns.name,
    url: form.url,
    events: columns.events,
    scope: columns.scope,
    legacySignature,
  };
  const merged = { ...theirs, ...mine };
  return fields
    .filter((field) => textOf(field, theirs) !== textOf(field, merged))
    .map((field) => ({
      field: labels[field],
      former: textOf(field, first),
      theirs: textOf(field, theirs),
      mine: textOf(field, merged),
    }));
}

function textOf(field: (typeof fields)[number], values: WebhookFields): string {
  const { scopeOf } = texts.webhooks;
  const { yes, no } = texts.audit.changes;
  const { name, url, events, scope, legacySignature } = values;
  const all = {
    name,
    url: url ?? '',
    events: events.toSorted((a, b) => a.localeCompare(b)).join('\n'),
    scope: scopeOf[scope],
    legacySignature: legacySignature ? yes : no,
  };
  return all[field];
}
