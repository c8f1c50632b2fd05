import { answerFrom, type Distribution } from './cloudfront/distribution.ts';
import { consolePage } from './http/console-page.ts';
import type { Site } from './http/listener.ts';
import { readBody } from './http/read-body.ts';
import { sendResponse } from './http/response.ts';
import type { LocalIssuer } from './issuer/local-issuer.ts';
import { issuerPath } from './issuer/user-pool.ts';
import type { Gateway } from './rest-api/gateway.ts';
import type { RestApi } from './rest-api/rest-api.ts';
import { toGatewayRequest } from './rest-api/gateway-request.ts';
import { isOfStage } from './rest-api/stage-address.ts';

/** API Gateway's quota. */
const maxBodyBytes = 10 * 1024 * 1024;

/** What the server's one origin is made of. */
export interface Front {
  readonly apiUrl: string;
  readonly apis: readonly RestApi[];
  readonly gateway: Gateway;
  /** Null where the templates have no user pool. */
  readonly issuer: LocalIssuer | null;
  /** Null where the templates have no distribution. */
  readonly console: Distribution | null;
}

/** The issuer under its path, the stages of REST APIs under theirs, and the console for everything else. */
export function frontSite({ apiUrl, apis, gateway, issuer, console: pages }: Front): Site {
  return async (request, response, requestId) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    // Whoever sends a whole URL takes the server for a proxy: API Gateway reads its path.
    const isPage = path.startsWith('/') && (request.method === 'GET' || request.method === 'HEAD');
    if (issuer !== null && (path === issuerPath || path.startsWith(`${issuerPath}/`))) {
      await issuer.site(request, response, requestId);
    } else if (pages !== null && isPage && !isOfStage(apis, path)) {
      sendResponse(response, requestId, await answerFrom(pages, request));
    } else if (pages === null && path === '/' && isPage) {
      sendResponse(response, requestId, consolePage(apiUrl));
    } else {
      const body = await readBody(request, maxBodyBytes);
      sendResponse(response, requestId, await gateway.answer(toGatewayRequest(request, requestId), body));
    }
  };
}
