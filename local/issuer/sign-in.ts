import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { readBody } from '../http/read-body.ts';
import type { HttpResponse } from '../http/response.ts';
import type { KnownUser } from './known-users.ts';
import { issuerErrorPage, signInIsOffPage, signInPage } from './sign-in-page.ts';
import { readUserId } from './user-id.ts';

/** More than a form with one field needs. */
const maxFormBytes = 8_192;

export interface SignInOptions {
  /** Whether people sign in without a password. Never where other machines can reach the server. */
  readonly isPasswordless: boolean;
  readonly knownUsers: () => Promise<readonly KnownUser[]>;
}

/**
 * Shows the sign-in page of an authorization request, or takes its answer.
 *
 * @returns null where the response is sent already: it redirects to where the sign-in began
 */
export async function signIn(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  { isPasswordless, knownUsers }: SignInOptions,
): Promise<HttpResponse | null> {
  if (!isPasswordless) return signInIsOffPage();
  let interaction: Awaited<ReturnType<Provider['interactionDetails']>>;
  try {
    interaction = await provider.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    return issuerErrorPage(400, 'This sign-in has ended, or began in another browser. Start it again.');
  }
  const { redirect_uri: redirectUri, login_hint: hint } = interaction.params;
  const page = async (typed: string, problem: string | null) =>
    signInPage({ users: await knownUsers(), typed, problem, target: new URL(String(redirectUri)).origin });

  if (request.method === 'GET' || request.method === 'HEAD')
    return await page(typeof hint === 'string' ? hint : '', null);
  if (request.method !== 'POST') return issuerErrorPage(405, 'This page takes GET and POST only.');
  if (!isFromOwnPage(request)) return issuerErrorPage(403, 'That form was not sent from this page.');
  const form = new URLSearchParams((await readBody(request, maxFormBytes)) ?? '');
  const typed = form.get('userId') ?? '';
  const userId = readUserId(typed);
  if (userId === null) {
    return await page(
      typed.slice(0, 256),
      "An email has 3 to 256 letters, digits or . _ + @ | : ' - characters.",
    );
  }
  await provider.interactionFinished(request, response, { login: { accountId: userId } });
  return null;
}

/** Whether the form was sent from the page itself. Another site must not sign people in. */
function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}
