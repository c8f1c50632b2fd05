import { region } from '../aws.ts';
import { isRecord } from '../json.ts';
import { apisSegment } from '../rest-api/stage-address.ts';

/** What templates make of the id of a REST API, for its invoke URL. */
const invokeUrl = new RegExp(
  `https://([a-z0-9]{10})\\.execute-api\\.${region}\\.amazonaws\\.com(?![\\w.:-])`,
  'g',
);

/**
 * The value with URLs that can be opened here, where templates make `https://` URLs of the server's own host, as they
 * do of the distribution's name, or of a REST API's host: the laptop has no certificate and no names of its own.
 *
 * @param serverUrl the server's origin
 */
export function withPlainUrls<T>(value: T, serverUrl: string): T {
  const { host } = new URL(serverUrl);
  const own = new RegExp(`https://${RegExp.escape(host)}(?![\\w.:-])`, 'g');
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'string') {
      return part.replaceAll(own, `http://${host}`).replaceAll(invokeUrl, `${serverUrl}/${apisSegment}/$1`);
    }
    if (Array.isArray(part)) return part.map(replaced);
    if (!isRecord(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, replaced(item)]));
  };
  return replaced(value) as T;
}
