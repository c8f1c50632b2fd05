import { isWithheld } from '../credential-headers.ts';
import type { Principal } from './principal.ts';
import type { ProxyEvent } from './proxy-event.ts';

/** An event that was let through, without the caller's credentials. */
export type ProtectedEvent<Event> = Event & {
  /** Null only for calls of an API that is merely observed: its calls pass, whoever makes them. */
  readonly principal: Principal | null;
};

/**
 * The event for the handler: with the caller in place of `Authorization`, `X-Api-Key` and whatever a client has sent as
 * `X-Latchkey-…`. It is a copy.
 */
export function protectEvent<Event extends ProxyEvent>(
  event: Event,
  principal: Principal | null,
): ProtectedEvent<Event> {
  const { headers, multiValueHeaders } = event;
  return {
    ...event,
    ...(headers && { headers: withoutCredentials(headers) }),
    ...(multiValueHeaders && { multiValueHeaders: withoutCredentials(multiValueHeaders) }),
    principal,
  };
}

function withoutCredentials<Headers extends object>(headers: Headers): Partial<Headers> {
  const kept = Object.entries(headers).filter(([name]) => !isWithheld(name));
  return Object.fromEntries(kept) as Partial<Headers>;
}
