import { generateRandomCodeVerifier, generateRandomNonce, generateRandomState } from 'oauth4webapi';
import type { Attempt } from './tokens.ts';

/** @param prefix of its state */
export function newAttempt(prefix = ''): Attempt {
  return {
    state: `${prefix}${generateRandomState()}`,
    nonce: generateRandomNonce(),
    verifier: generateRandomCodeVerifier(),
  };
}

/** An attempt, and where the tab was when it left. */
export interface Departure extends Attempt {
  /** Path, query and fragment. */
  readonly returnTo: string;
}

const item = 'latchkey.sign-in';

/** Keeps what is needed when the tab comes back. It is worthless by itself, and afterwards. */
export function keepDeparture(departure: Departure): void {
  sessionStorage.setItem(item, JSON.stringify(departure));
}

/** What was kept, once. */
export function takeDeparture(): Departure | null {
  const kept = sessionStorage.getItem(item);
  sessionStorage.removeItem(item);
  return kept === null ? null : (JSON.parse(kept) as Departure);
}
