import { routes } from '../../lambdas/contract/routes.ts';
import { person, type ServedApi, serveApi } from '../support/memory-api.ts';
import { clockAt } from '../support/memory-ports.ts';
import { MemoryStores } from '../support/memory-stores.ts';
import { serviceConfiguration } from './records.ts';

const administrator = 'admin@example.com';

/** The API's own functions over stores in memory, without a network. It has no lists. */
export class MemoryDeployment {
  readonly stores = new MemoryStores(administrator, []);
  readonly token = person(administrator);
  /** Method and path of what was asked, below `/api/v1`. */
  readonly calls: string[] = [];
  readonly #api: ServedApi = serveApi(this.stores.stores, clockAt(Date.now()));

  /** Those that may have changed something. */
  get writes(): string[] {
    return this.calls.filter((call) => !call.startsWith('GET '));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    const below = url.href.slice(serviceConfiguration.apiUrl.length);
    this.calls.push(`${method} ${decodeURIComponent(below)}`);
    const sent = new Headers(init?.headers);
    const place = placeOf(method, url.pathname.slice('/api'.length));
    if (place === null) return Response.json({ message: 'Not Found' }, { status: 404 });
    const { status, body, headers } = await this.#api.as(sent.get('authorization')?.slice(7) ?? '')(
      place.operationId,
      {
        at: place.at,
        headers: Object.fromEntries([...sent].filter(([name]) => /^(if-match|idempotency-key)$/.test(name))),
        ...(typeof init?.body === 'string' && { body: init.body }),
      },
    );
    if (body === undefined) return new Response(null, { status, headers });
    return Response.json(body, { status, headers });
  };
}

function placeOf(method: string, pathname: string) {
  for (const { operationId, ...route } of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = route.method === method ? new RegExp(`^${pattern}$`).exec(pathname) : null;
    if (match === null) continue;
    const at = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operationId, at: Object.fromEntries(at) as Record<string, string> };
  }
  return null;
}
