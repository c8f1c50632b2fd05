import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../local/browser.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/** What a program needs to know of the local issuer: its name, and the client that people sign in to. */
export interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
}

/** The issuer of a running server, with its private key, which stands in the data folder. */
export function issuerOf(server: LatchkeyProcess): Issuer & { readonly signingKey: Record<string, string> } {
  return JSON.parse(readFileSync(join(server.dataFolder, 'issuer.json'), 'utf8'));
}

/** Signs in over HTTP, as the console does: the code flow with PKCE. */
export async function signIn(
  { issuer, clientId }: Issuer,
  userId: string,
  redirectUri = `${new URL(issuer).origin}/`,
): Promise<Record<string, string>> {
  const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
  const endpoints = (await discovery.json()) as Record<string, string>;
  const browser = new Browser();
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await browser.follow(
    await browser.get(`${endpoints['authorization_endpoint']}?${parameters}`),
  );
  const answer = await browser.follow(await browser.submit(page.url, { userId }));
  // A page of another origin is not asked for.
  const code = (Browser.target(answer) ?? new URL(answer.url)).searchParams.get('code');
  if (code == null) throw new Error(`signing in led to ${answer.status} without a code`);
  const response = await fetch(endpoints['token_endpoint'] ?? '', {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  if (!response.ok) throw new Error(`the code was exchanged for ${response.status}`);
  return (await response.json()) as Record<string, string>;
}

/** The access token of somebody who signs in. */
export async function accessToken(server: LatchkeyProcess, userId: string): Promise<string> {
  return (await signIn(issuerOf(server), userId, server.consoleUrl))['access_token'] ?? '';
}
