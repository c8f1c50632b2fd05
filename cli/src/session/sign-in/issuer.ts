import type { Configuration } from 'openid-client';
import type { Surroundings } from '../../surroundings.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
const timeoutSeconds = 10;

/** Reads the description of an issuer. @throws the library's errors, and those of fetch */
export async function discover(
  issuer: string,
  clientId: string,
  { fetch }: Pick<Surroundings, 'fetch'>,
): Promise<Configuration> {
  const { allowInsecureRequests, customFetch, discovery, None } = await import('openid-client');
  const url = new URL(issuer);
  return await discovery(url, clientId, undefined, None(), {
    timeout: timeoutSeconds,
    [customFetch]: (address: string, init: object) => fetch(address, init),
    // Of a laptop's own issuer; elsewhere tokens go over TLS alone.
    execute: url.protocol === 'http:' && loopbackHosts.has(url.hostname) ? [allowInsecureRequests] : [],
  });
}
