/**
 * The address with a slash at its end, as what paths are appended to.
 *
 * @throws TypeError for what is no address of an API, and for one over which a credential could be overheard
 */
export function readBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('baseUrl: must be the address of the API, such as https://host/api/v1');
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    throw new TypeError('baseUrl: must begin with https://, but for loopback addresses');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
