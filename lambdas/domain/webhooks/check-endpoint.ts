import { type FieldError, invalidFields, Problem } from '../problem.ts';
import type { EndpointFields, EndpointScope } from './endpoint.ts';
import { typesOf } from './event-types.ts';
import { addressOf, mailtoUrl } from './mail-address.ts';
import { faultInUrl, readTargetUrl, type TargetPolicy } from './target-url.ts';

/** What a deployment can send to. */
export interface Channels {
  readonly targets: TargetPolicy;
  /** Whether `cdk.json` names an event bus. */
  readonly eventBus: boolean;
  /** Whether `cdk.json` says whom mail is from. */
  readonly mail: boolean;
}

const maxPatterns = 20;
/** Of one user, with the scope `own`. */
export const maxOwnEndpoints = 10;
/** Of the deployment, with the scope `all`. */
export const maxEndpointsForAll = 20;

/**
 * An endpoint as it is to be kept, with its URL in the usual form.
 *
 * @throws Problem `INVALID` naming each field that its shape lets through, and that does not go with the others
 */
export function readEndpoint(fields: EndpointFields, channels: Channels): EndpointFields {
  const errors = [...faultsInChannel(fields, channels), ...faultsInEvents(fields)];
  if (errors.length > 0) throw invalidFields(errors);
  return { ...fields, url: usualUrl(fields, channels) };
}

function faultsInChannel(fields: EndpointFields, channels: Channels): FieldError[] {
  const { kind, url, scope, legacySignature } = fields;
  const legacy = { field: 'legacySignature', message: 'Only webhooks of kind https have signatures' };
  const unsigned = kind !== 'https' && legacySignature ? [legacy] : [];
  return [...faultInTarget({ kind, url, scope }, channels), ...unsigned];
}

function faultInTarget(
  { kind, url, scope }: Pick<EndpointFields, 'kind' | 'url' | 'scope'>,
  { targets, eventBus, mail }: Channels,
): FieldError[] {
  const fault = (field: string, message: string) => [{ field, message }];
  if (kind === 'https') {
    const message = url === null ? 'Required' : faultInUrl(url, targets);
    return message === null ? [] : fault('url', message);
  }
  if (kind === 'email') {
    if (!mail) return fault('kind', 'This deployment sends no mail: email in cdk.json would name a sender');
    const isAddress = url !== null && addressOf(url) !== null;
    return isAddress ? [] : fault('url', 'Must be mailto: and one address');
  }
  if (!eventBus)
    return fault('kind', 'This deployment has no event bus: eventBus in cdk.json would name one');
  return [
    ...(url === null ? [] : fault('url', 'Must be null: there is one event bus')),
    ...(scope === 'all' ? [] : fault('scope', 'Must be all for the event bus')),
  ];
}

function faultsInEvents({ events, scope }: Pick<EndpointFields, 'events' | 'scope'>): FieldError[] {
  if (events.length === 0 || events.length > maxPatterns) {
    return [{ field: 'events', message: `Must have 1 to ${maxPatterns} items` }];
  }
  return events.flatMap((pattern, at) => {
    const message = faultInPattern(pattern, scope) ?? (events.indexOf(pattern) < at ? 'Given twice' : null);
    return message === null ? [] : [{ field: `events.${at}`, message }];
  });
}

function faultInPattern(pattern: string, scope: EndpointScope): string | null {
  if (typesOf(pattern, 'all').length === 0) return 'Must be a type of event, a group such as api_key.*, or *';
  return typesOf(pattern, scope).length === 0
    ? 'Must be with the scope all: no such event is of anybody in particular'
    : null;
}

function usualUrl({ kind, url }: EndpointFields, { targets }: Channels): string | null {
  if (url === null) return null;
  return kind === 'email' ? mailtoUrl(addressOf(url) ?? '') : readTargetUrl(url, targets).url;
}

/** Endpoints that there are, beside the one that is made or changed. */
export interface EndpointCounts {
  /** Of the same owner, with the scope `own`. */
  readonly own: number;
  /** Of the deployment, with the scope `all`. */
  readonly all: number;
}

/** 409 `CONFLICT` where there are as many as there may be of this scope, or null. */
export function refuseOneMore(scope: EndpointScope, { own, all }: EndpointCounts): Problem | null {
  const [count, most] = scope === 'own' ? [own, maxOwnEndpoints] : [all, maxEndpointsForAll];
  if (count < most) return null;
  const whose = scope === 'own' ? 'The user' : 'The deployment';
  const detail = `${whose} has ${most} endpoints with the scope ${scope}, the most allowed`;
  return new Problem('CONFLICT', { detail });
}
