import type { UserPoolClient } from './user-pool.ts';

/**
 * The URLs with the laptop's address in place of the distribution's. The templates write `https://<distribution>`, and
 * the laptop server serves those pages over plain HTTP.
 */
export function onLaptop(urls: readonly string[], serverUrl: string): string[] {
  const deployed = serverUrl.replace(/^http:/, 'https:');
  return urls.map((url) =>
    url === deployed || url.startsWith(`${deployed}/`) ? serverUrl + url.slice(deployed.length) : url,
  );
}

/** Pages of the client that signing in or out may lead back to, beside those of `isLoopbackRedirect`. */
export function pagesOf({ callbackUrls, logoutUrls }: UserPoolClient, serverUrl: string) {
  return {
    redirect_uris: onLaptop(callbackUrls, serverUrl),
    post_logout_redirect_uris: onLaptop(logoutUrls, serverUrl),
  };
}

/** Whether a program on this machine waits for the answer on a port of its own (RFC 8252, section 7.3). */
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
