import { accountId } from '../aws.ts';
import type { HttpResponse } from '../http/response.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import { writeAccessLog } from './access-log.ts';
import { authorize } from './authorizer.ts';
import { type GatewayRequest, headerValues } from './gateway-request.ts';
import { gatewayResponse, type ResponseType } from './gateway-response.ts';
import { callBackend } from './http-integration.ts';
import { clfTime, proxyEvent, type RoutedRequest, routeRequest } from './lambda-event.ts';
import { answerMock } from './mock-integration.ts';
import { invokeProxy } from './proxy-integration.ts';
import type { Method, RestApi, Stage } from './rest-api.ts';
import { findRoute } from './route-table.ts';
import { findStage } from './stage-address.ts';

/** What is known about a request so far, by the names of `$context`. */
type Facts = Map<string, string>;

/** Answers requests as API Gateway would for the REST APIs of the templates. */
export class Gateway {
  readonly #apis: readonly RestApi[];
  readonly #logs: LogGroups;

  constructor(apis: readonly RestApi[], logs: LogGroups) {
    this.#apis = apis;
    this.#logs = logs;
  }

  /** @param body null where it is larger than the gateway accepts */
  async answer(received: GatewayRequest, body: string | null): Promise<HttpResponse> {
    const addressed = findStage(this.#apis, received.path);
    if (addressed === null) throw new Error('the templates have no REST API');
    const { api, stage, path, pathInStage } = addressed;
    const request = { ...received, path };
    const facts = factsOf(request, api, stage);
    const outcome = await this.#route(request, body, api, stage, pathInStage, facts);
    const response =
      typeof outcome === 'string' ? gatewayResponse(api, stage, outcome, request, facts) : outcome;
    if (typeof outcome === 'string') facts.set('error.responseType', outcome);
    if (stage?.accessLog) await writeAccessLog(this.#logs, stage, request, response, facts);
    return response;
  }

  async #route(
    request: GatewayRequest,
    body: string | null,
    api: RestApi,
    stage: Stage | null,
    path: string,
    facts: Facts,
  ): Promise<HttpResponse | ResponseType> {
    if (body === null) return 'REQUEST_TOO_LARGE';
    const match = stage === null ? null : findRoute(api.routes, request.method, path);
    if (stage === null || match === null) {
      const isSigned = headerValues(request, 'Authorization').length > 0;
      return isSigned ? 'INVALID_SIGNATURE' : 'MISSING_AUTHENTICATION_TOKEN';
    }
    const { route, parameters } = match;
    facts.set('resourcePath', route.path);
    let routed: RoutedRequest;
    try {
      const { path: resourcePath } = route;
      routed = routeRequest(request, {
        apiId: api.id,
        stage,
        resourcePath,
        path,
        pathParameters: parameters,
      });
    } catch {
      return 'BAD_REQUEST_PARAMETERS';
    }
    return await this.#serve(routed, route.target, body, facts);
  }

  async #serve(
    routed: RoutedRequest,
    { authorizer, integration }: Method,
    body: string,
    facts: Facts,
  ): Promise<HttpResponse | ResponseType> {
    let authorizerContext: Record<string, unknown> | null = null;
    if (authorizer !== null) {
      const { outcome, context, latencyMs } = await authorize(authorizer, routed);
      const values = { ...context, latency: latencyMs, integrationLatency: latencyMs };
      for (const [name, value] of Object.entries(values)) facts.set(`authorizer.${name}`, String(value));
      if (outcome !== 'ALLOWED') return outcome;
      authorizerContext = { ...context, integrationLatency: latencyMs };
    }
    if (integration.kind === 'mock') return answerMock(integration, routed, facts);
    const startedAtMs = Date.now();
    const result =
      integration.kind === 'http'
        ? await callBackend(integration, routed, body, facts)
        : await invokeProxy(integration, proxyEvent(routed, authorizerContext, body));
    facts.set('integrationLatency', String(Date.now() - startedAtMs));
    return result;
  }
}

function factsOf(request: GatewayRequest, api: RestApi, stage: Stage | null): Facts {
  return new Map([
    ['accountId', accountId],
    ['apiId', api.id],
    ['domainName', request.host],
    ['extendedRequestId', request.extendedRequestId],
    ['httpMethod', request.method],
    ['identity.sourceIp', request.sourceIp],
    ['identity.userAgent', headerValues(request, 'User-Agent').at(-1) ?? ''],
    ['path', request.path],
    ['protocol', request.protocol],
    ['requestId', request.requestId],
    ['requestTime', clfTime(request.receivedAtMs)],
    ['requestTimeEpoch', String(request.receivedAtMs)],
    ['stage', stage?.name ?? ''],
  ]);
}
