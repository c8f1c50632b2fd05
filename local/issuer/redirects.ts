import type { UserPoolClient } from './user-pool.ts';

/** The URLs with the laptop's address for the distribution's: its pages are served over plain HTTP. */
export function onLaptop(urls: readonly string[], serverUrl: string): string[] {
  const deployed = serverUrl.replace(/^http:/, 'https:');
  return urls.map((url) =>
    url === deployed || url.startsWith(`${deployed}/`) ? serverUrl + url.slice(deployed.length) : url,
  );
}

/**
 * Pages of the client that signing in or out may lead back to, and no others: Cognito compares whole addresses, of
 * loopback the port included.
 */
export function pagesOf({ callbackUrls, logoutUrls }: UserPoolClient, serverUrl: string) {
  return {
    redirect_uris: onLaptop(callbackUrls, serverUrl),
    post_logout_redirect_uris: onLaptop(logoutUrls, serverUrl),
  };
}
