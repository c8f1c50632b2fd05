import { AuthorizationResponseError } from 'oauth4webapi';
import { keepDeparture, newAttempt, takeDeparture } from './attempt.ts';
import { Session, signedOutItem } from './session.ts';
import { isOfWindow, passOn } from './sign-in-window.ts';
import { type Client, TokenEndpoint } from './tokens.ts';

export type Opened =
  | { readonly kind: 'signed-in'; readonly session: Session }
  | { readonly kind: 'signed-out'; readonly signIn: () => void }
  /** @param reason the issuer's, null where it gave none */
  | { readonly kind: 'failed'; readonly reason: string | null; readonly signIn: () => void }
  /** This page is a window in which somebody has signed in for another page. */
  | { readonly kind: 'window' }
  /** The tab is on its way to the issuer. */
  | { readonly kind: 'leaving' };

/**
 * Comes back from the issuer with a session, or leaves for it. While the issuer's own session lasts it sends people
 * back at once: a reload signs in again unasked.
 */
export async function openSession(client: Client): Promise<Opened> {
  const answer = new URLSearchParams(location.search);
  const isAnswer = answer.has('state') && (answer.has('code') || answer.has('error'));
  if (isAnswer && isOfWindow(answer)) {
    history.replaceState(null, '', '/');
    passOn(answer);
    window.close();
    return { kind: 'window' };
  }
  const endpoint = await TokenEndpoint.discover(client);
  if (isAnswer) return await comeBack(endpoint, answer);
  const returnTo = `${location.pathname}${location.search}${location.hash}`;
  if (sessionStorage.getItem(signedOutItem) !== null) {
    return { kind: 'signed-out', signIn: () => void leave(endpoint, returnTo) };
  }
  await leave(endpoint, returnTo);
  return { kind: 'leaving' };
}

async function comeBack(endpoint: TokenEndpoint, answer: URLSearchParams): Promise<Opened> {
  const departure = takeDeparture();
  const returnTo = departure?.returnTo ?? '/';
  // The code is spent: neither a reload nor the history is to have it.
  history.replaceState(null, '', returnTo);
  const signIn = () => void leave(endpoint, returnTo);
  // An answer that this tab has not asked for, of a bookmark for one.
  if (departure === null || departure.state !== answer.get('state')) {
    return { kind: 'failed', reason: null, signIn };
  }
  try {
    return { kind: 'signed-in', session: new Session(endpoint, await endpoint.exchange(answer, departure)) };
  } catch (error) {
    const reason =
      error instanceof AuthorizationResponseError ? (error.error_description ?? error.error) : null;
    return { kind: 'failed', reason, signIn };
  }
}

async function leave(endpoint: TokenEndpoint, returnTo: string): Promise<void> {
  sessionStorage.removeItem(signedOutItem);
  const departure = { ...newAttempt(), returnTo };
  keepDeparture(departure);
  location.assign(await endpoint.authorizationUrl(departure));
}
