import { type AuthorizerContext, readAuthorizerContext } from './authorizer-context.ts';
import { type Principal, readPrincipal } from './principal.ts';
import type { ProxyEvent } from './proxy-event.ts';
import { type ProtectOptions, type Refusal, refuse, refuseUnjudged } from './refusal.ts';

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly principal: Principal | null;
      readonly context: AuthorizerContext;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * What becomes of a call by the authorizer's word: only `VALID` with a caller passes, and everything where the API is
 * merely observed.
 */
export function admit(event: ProxyEvent, options: ProtectOptions): Admission {
  const requestId = event?.requestContext?.requestId ?? '';
  const context = readAuthorizerContext(event);
  if (context === null) return unjudged(requestId, options);
  const principal = readPrincipal(context);
  if (context.enforcement === 'observe') return { kind: 'admitted', principal, context };
  if (context.code !== 'VALID') return { kind: 'refused', refusal: refuse(context, requestId, options) };
  return principal === null ? unjudged(requestId, options) : { kind: 'admitted', principal, context };
}

function unjudged(requestId: string, options: ProtectOptions): Admission {
  console.error(
    'A call was refused, since no Latchkey authorizer has judged it: its route has another authorizer or none, or the ' +
      'function was not invoked by API Gateway',
  );
  return { kind: 'refused', refusal: refuseUnjudged(requestId, options) };
}
