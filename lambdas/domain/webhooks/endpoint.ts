import type { WebhookSettings } from '../../contract/settings.ts';
import type { Audited } from '../audit/transition.ts';
import type { SigningState } from './signing-secret.ts';

export const endpointKinds = ['https', 'eventbridge', 'email'] as const;
/** `own`: what happens to keys and endpoints of the owner. `all`: every event of the deployment. */
export const endpointScopes = ['own', 'all'] as const;
export const endpointStatuses = ['active', 'disabled'] as const;

export type EndpointKind = (typeof endpointKinds)[number];
export type EndpointScope = (typeof endpointScopes)[number];

/** The kinds that a deployment sends to. */
export function kindsServed({ eventBus, mailFrom }: WebhookSettings): EndpointKind[] {
  return endpointKinds.filter(
    (kind) => kind === 'https' || (kind === 'email' ? mailFrom : eventBus) !== null,
  );
}

/** What can be set on an endpoint. */
export interface EndpointFields {
  readonly name: string;
  /** `https://…`, or `mailto:` and an address; null for the deployment's one event bus. */
  readonly url: string | null;
  readonly kind: EndpointKind;
  /** Types of events, groups of them such as `api_key.*`, or `*`. */
  readonly events: readonly string[];
  readonly scope: EndpointScope;
  readonly status: (typeof endpointStatuses)[number];
  /** Whether messages have `X-Webhook-Signature` too. */
  readonly legacySignature: boolean;
}

/** Why an endpoint is disabled: somebody asked for it, it answered 410, or it took nothing for five days. */
export const disabledReasons = ['request', 'gone', 'failing'] as const;

/** Where somebody is told of events. Times are milliseconds since the epoch. */
export interface Endpoint extends EndpointFields, Audited, SigningState {
  /** The owner, whose rights are looked at again when an event is sent. */
  readonly userId: string;
  /** When the owner was made: whoever is made later under the same id is somebody else. */
  readonly ownerSince: number;
  /** Null while it is active. */
  readonly disabledReason: (typeof disabledReasons)[number] | null;
  readonly createdAt: number;
}
