import type { UserPoolClient } from './user-pool.ts';

/**
 * The templates' own pages under the address that they have on a laptop: there, a console behind
 * `https://<distribution>` is what the laptop server serves over plain HTTP.
 */
export function onLaptop(urls: readonly string[], serverUrl: string): string[] {
  const deployed = serverUrl.replace(/^http:/, 'https:');
  return urls.map((url) =>
    url === deployed || url.startsWith(`${deployed}/`) ? serverUrl + url.slice(deployed.length) : url,
  );
}

/** Pages of the client that signing in or out may lead back to; see also `isLoopbackRedirect`. */
export function pagesOf({ callbackUrls, logoutUrls }: UserPoolClient, serverUrl: string) {
  return {
    redirect_uris: onLaptop(callbackUrls, serverUrl),
    post_logout_redirect_uris: onLaptop(logoutUrls, serverUrl),
  };
}

/** A program on this machine that waits for the answer on a port of its own (RFC 8252, section 7.3). */
export function isLoopbackRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  return (
    url !== null &&
    url.protocol === 'http:' &&
    ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) &&
    url.username === '' &&
    url.password === '' &&
    !uri.includes('#')
  );
}
