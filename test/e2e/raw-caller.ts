import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a server said. */
export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: any;
  /** The body as it came. */
  readonly raw: string;
}

/**
 * Calls with a path as it is, which `fetch` would resolve and encode.
 *
 * @param call method and path
 * @param body sent with POST
 */
export function askRaw(
  origin: string,
  call: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Told> {
  const [method = '', path = ''] = call.split(' ');
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      text(response).then((raw) => {
        const { statusCode: status = 0, headers: told } = response;
        resolve({ status, headers: told, raw, body: raw === '' ? null : JSON.parse(raw) });
      }, reject);
    });
    sent.on('error', reject).end(method === 'POST' ? body : undefined);
  });
}
