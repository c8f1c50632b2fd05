import { beginInWindow } from './sign-in-window.ts';
import type { TokenEndpoint, Tokens } from './tokens.ts';

/** Tokens are renewed so long before they end, so that none ends on its way. */
const leewayMs = 60_000;
/** Each renewal is tried again once: a laptop that wakes up has no network at first. */
const renewalAttempts = 2;
const renewalPauseMs = 1_000;

/**
 * Somebody who has signed in, in this tab. Tabs have sessions of their own, each with its own refresh token. What
 * waits for a token while the session has ended goes on when the same person has signed in again.
 */
export class Session {
  readonly #endpoint: TokenEndpoint;
  #tokens: Tokens;
  #renewal: Promise<void> | null = null;
  #isEnded = false;
  #waiting: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(endpoint: TokenEndpoint, tokens: Tokens) {
    this.#endpoint = endpoint;
    this.#tokens = tokens;
  }

  get userName(): string {
    return this.#tokens.userName;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @returns how to stop listening */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A token that lives for a while yet; waits for as long as nobody has signed in again. */
  async accessToken(): Promise<string> {
    while (this.#isEnded || this.#tokens.expiresAtMs - Date.now() < leewayMs) {
      if (this.#isEnded) await new Promise<void>((done) => this.#waiting.push(done));
      else await (this.#renewal ??= this.#renew().finally(() => (this.#renewal = null)));
    }
    return this.#tokens.accessToken;
  }

  /** Says that the API has refused a token before its time. */
  reject(accessToken: string): void {
    if (this.#tokens.accessToken === accessToken) this.#tokens = { ...this.#tokens, expiresAtMs: 0 };
  }

  /** Lets the person sign in again in a window, so that what is half done here stays. @returns false where there is none */
  async signInAgain(): Promise<boolean> {
    const tokens = await beginInWindow(this.#endpoint);
    if (tokens === null) return false;
    if (tokens.subject !== this.#tokens.subject) {
      // Nothing that is shown here is for somebody else.
      location.reload();
      return true;
    }
    this.#tokens = tokens;
    this.#setEnded(false);
    for (const go of this.#waiting.splice(0)) go();
    return true;
  }

  /** Ends the session here and at the issuer. */
  async signOut(): Promise<void> {
    const { refreshToken } = this.#tokens;
    if (refreshToken !== null) await this.#endpoint.revoke(refreshToken).catch(() => {});
    const url = this.#endpoint.signOutUrl();
    sessionStorage.setItem(signedOutItem, 'yes');
    location.assign(url ?? '/');
  }

  async #renew(): Promise<void> {
    for (let attempt = 1; attempt <= renewalAttempts; attempt += 1) {
      const { refreshToken } = this.#tokens;
      if (refreshToken === null) break;
      try {
        this.#tokens = await this.#endpoint.renew({ ...this.#tokens, refreshToken });
        return;
      } catch {
        await new Promise<void>((done) => {
          setTimeout(done, renewalPauseMs);
        });
      }
    }
    this.#setEnded(true);
  }

  #setEnded(isEnded: boolean): void {
    this.#isEnded = isEnded;
    for (const listener of this.#listeners) listener();
  }
}

/** The item of the tab's storage that says that nobody is to be signed in unasked. */
export const signedOutItem = 'latchkey.signed-out';
