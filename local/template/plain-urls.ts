import { isRecord } from '../json.ts';

/**
 * The value with `http://` where templates make an `https://` URL of the server's own host, as they do of the
 * distribution's name: the laptop has no certificate.
 *
 * @param serverUrl the server's origin
 */
export function withPlainUrls<T>(value: T, serverUrl: string): T {
  const { host } = new URL(serverUrl);
  const own = new RegExp(`https://${RegExp.escape(host)}(?![\\w.:-])`, 'g');
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replaceAll(own, `http://${host}`);
    if (Array.isArray(part)) return part.map(replaced);
    if (!isRecord(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, replaced(item)]));
  };
  return replaced(value) as T;
}
