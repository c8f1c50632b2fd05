import type { Configuration } from 'openid-client';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import type { PersonCredential } from '../profile.ts';
import { beginAuthorization, newState } from './authorization.ts';
import { signInByDevice } from './device.ts';
import { discover } from './issuer.ts';
import { callbackPorts, Loopback, redirectUriOf } from './loopback.ts';
import { pastedRedirect } from './pasted.ts';

/** How long a sign-in may take. */
const patienceMs = 600_000;

export interface SignInOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Whether a browser can be opened on this computer. */
  readonly hasBrowser: boolean;
}

/**
 * Signs a person in: in the browser of this computer, or of another, whose address after signing in is pasted here; by the
 * device flow there where the issuer has it.
 *
 * @throws Failure where it did not come about
 */
export async function signIn(context: Context, options: SignInOptions): Promise<PersonCredential> {
  try {
    const configuration = await discover(options.issuer, options.clientId, context.surroundings);
    const hasDeviceFlow = configuration.serverMetadata().device_authorization_endpoint !== undefined;
    if (!options.hasBrowser && hasDeviceFlow) return await signInByDevice(context, configuration);
    return await signInByBrowser(context, configuration, options.hasBrowser);
  } catch (error) {
    if (error instanceof Failure || context.surroundings.signal.aborted) throw error;
    throw new Failure(
      `signing in at ${options.issuer} failed: ${reasonOf(error)}`,
      exitCodes.notSignedIn,
      'Try again.',
    );
  }
}

async function signInByBrowser(
  context: Context,
  configuration: Configuration,
  hasBrowser: boolean,
): Promise<PersonCredential> {
  const { openBrowser, signal, now } = context.surroundings;
  const state = await newState();
  const loopback = await Loopback.open(state);
  if (loopback === null && hasBrowser) {
    const ports = callbackPorts.join(', ');
    throw new Failure(`none of the ports ${ports} is free`, undefined, 'Free one, or add --no-browser.');
  }
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  try {
    const redirectUri = loopback?.redirectUri ?? redirectUriOf(callbackPorts[0]);
    const { address, exchange } = await beginAuthorization(configuration, redirectUri, state);
    const isOpen =
      hasBrowser &&
      (await openBrowser(address).then(
        () => true,
        () => false,
      ));
    await context.note(
      isOpen ? `Sign in with the browser. If none opened:\n${address}` : `Sign in at:\n${address}`,
    );
    const ways = [untilEnded(ended), ...(loopback === null ? [] : [loopback.redirected])];
    // Whoever signs in elsewhere ends on a page that does not load: its address is what counts.
    if (!isOpen) ways.push(pastedRedirect(context, state, ended));
    return await exchange(await Promise.race(ways), now());
  } finally {
    over.abort();
    loopback?.close();
  }
}

/** Rejects as soon as the person ends the command, or has taken too long. */
async function untilEnded(signal: AbortSignal): Promise<never> {
  return await new Promise((_, fail) => {
    const timer = setTimeout(
      () => fail(new Failure('nobody signed in within ten minutes', exitCodes.notSignedIn)),
      patienceMs,
    );
    const end = () => {
      clearTimeout(timer);
      fail(new Failure('ended', exitCodes.interrupted));
    };
    signal.addEventListener('abort', end);
    // Whoever ended it while the issuer was asked is told of by no event any more.
    if (signal.aborted) end();
  });
}

/** What an issuer says in its own words of OAuth, and no more: errors may quote what was sent. */
function reasonOf(error: unknown): string {
  const { error: code, code: kind } = Object(error) as { error?: unknown; code?: unknown };
  for (const told of [code, kind])
    if (typeof told === 'string' && /^[A-Za-z_]{3,60}$/.test(told)) return told;
  return 'there is no proper answer';
}
