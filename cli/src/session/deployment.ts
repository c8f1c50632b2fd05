import type { ServiceConfiguration } from '@latchkey/client';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { Failure, usageFailure } from '../failure.ts';

const timeoutMs = 10_000;
const maxBytes = 100_000;

/**
 * Asks the address of an API, or of a console, where everything is.
 *
 * @throws Failure where it is neither
 */
export async function findDeployment(context: Context, address: string): Promise<ServiceConfiguration> {
  const url = readAddress(address);
  for (const apiUrl of apiAddresses(url)) {
    const found = await ask(context, `${apiUrl}/config`);
    if (found !== null) return await described(context, found);
  }
  const runtime = await ask(context, new URL('/config.json', url).href);
  const apiUrl = runtime?.['apiUrl'];
  if (typeof apiUrl === 'string') return await context.apiAt(apiUrl).config();
  throw new Failure(
    `there is neither an API of Latchkey nor a console at ${url.origin}, or it cannot be reached`,
    exitCodes.unavailable,
    "Check the address and the network: the API's ends with /api/v1, and a laptop's begins with http://.",
  );
}

/** From the API that the answer names, which is where everything else will go. */
async function described(
  context: Context,
  found: Readonly<Record<string, unknown>>,
): Promise<ServiceConfiguration> {
  return await context.apiAt(String(found['apiUrl'])).config();
}

function readAddress(text: string): URL {
  const full = /^https?:\/\//i.test(text) ? text : `${isLaptop(text) ? 'http' : 'https'}://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || url.username !== '' || url.password !== '')
    throw usageFailure('that is no address of an API or console');
  return url;
}

/** `localhost:3000`, or an IPv4 loopback address: `npm start` serves plain HTTP. */
function isLaptop(text: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3})(?=[:/]|$)/i.test(text);
}

/** Where the API may be, of what people copy: its base, its stage, its host. */
function apiAddresses({ origin, pathname }: URL): string[] {
  const path = pathname.replace(/\/+$/, '');
  return [...new Set([path, `${path}/v1`, `${path}/api/v1`])]
    .filter((each) => each.endsWith('/v1'))
    .map((each) => `${origin}${each}`);
}

async function ask(context: Context, address: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const signal = AbortSignal.any([context.surroundings.signal, AbortSignal.timeout(timeoutMs)]);
    const response = await context.fetch(address, {
      headers: { Accept: 'application/json' },
      redirect: 'manual',
      signal,
    });
    const text = await response.text();
    if (!response.ok || text.length > maxBytes) return null;
    const answer = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
    return typeof answer['apiUrl'] === 'string' ? answer : null;
  } catch {
    return null;
  }
}
