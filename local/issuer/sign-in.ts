import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { GatewayResponse } from '../rest-api/gateway-response.ts';
import type { KnownUser } from './known-users.ts';
import { issuerErrorPage, signInIsOffPage, signInPage } from './sign-in-page.ts';
import { readUserId } from './user-id.ts';

/** A form with one field. */
const maxFormBytes = 8_192;

export interface SignInOptions {
  /** Whether people get in without a password; never where other machines reach the server. */
  readonly isPasswordless: boolean;
  readonly knownUsers: () => Promise<readonly KnownUser[]>;
}

/**
 * Shows the sign-in page of an authorization request, or takes its answer.
 *
 * @returns null where the response has been sent: it leads back to where signing in began
 */
export async function signIn(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  { isPasswordless, knownUsers }: SignInOptions,
): Promise<GatewayResponse | null> {
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
  const typed = (await readForm(request))?.get('userId') ?? '';
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

/** Another site may send people's browsers here, but must not fill in the form for them. */
function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxFormBytes) chunks.push(chunk);
  }
  return bytes > maxFormBytes ? null : new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
