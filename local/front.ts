import { consolePage } from './http/console-page.ts';
import type { Site } from './http/listener.ts';
import { readBody } from './http/read-body.ts';
import { sendResponse } from './http/response.ts';
import type { LocalIssuer } from './issuer/local-issuer.ts';
import { issuerPath } from './issuer/user-pool.ts';
import type { Gateway } from './rest-api/gateway.ts';
import { toGatewayRequest } from './rest-api/gateway-request.ts';

/** API Gateway's quota. */
const maxBodyBytes = 10 * 1024 * 1024;

/** What the server's one origin is made of. */
export interface Front {
  readonly apiUrl: string;
  readonly gateway: Gateway;
  /** Null where the templates have no user pool. */
  readonly issuer: LocalIssuer | null;
}

/** A page at `/`, the issuer under its path, and the REST API's stages for everything else. */
export function frontSite({ apiUrl, gateway, issuer }: Front): Site {
  return async (request, response, requestId) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
      sendResponse(response, requestId, consolePage(apiUrl));
    } else if (issuer !== null && (path === issuerPath || path.startsWith(`${issuerPath}/`))) {
      await issuer.site(request, response, requestId);
    } else {
      const body = await readBody(request, maxBodyBytes);
      sendResponse(response, requestId, await gateway.answer(toGatewayRequest(request, requestId), body));
    }
  };
}
