import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestWithTls } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { errorCode } from '../errors.ts';
import type { HttpResponse } from '../http/response.ts';
import { type ContextVariables, substituteBody } from './context-variables.ts';
import type { ResponseType } from './gateway-response.ts';
import { isSendable, mapHeaders, mappedValue, withContentType } from './header-mapping.ts';
import { backendHeaders, clientHeaders } from './http-headers.ts';
import type { RoutedRequest } from './lambda-event.ts';
import type { HttpIntegration } from './rest-api.ts';

/** Methods with which API Gateway sends no body to a backend. */
const withoutBody = new Set(['GET', 'HEAD', 'OPTIONS']);

const invalidValues = new Set<unknown>(['ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS']);

/** What an HTTP backend has answered. */
interface Answer {
  readonly statusCode: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Calls an HTTP backend. Where that fails, the type of gateway response is given. */
export async function callBackend(
  integration: HttpIntegration,
  routed: RoutedRequest,
  body: string,
  context: ContextVariables,
): Promise<HttpResponse | ResponseType> {
  const answer = await send(integration, routed, body, context);
  if (typeof answer === 'string') return answer;
  if (!integration.isProxy) return mapAnswer(integration, routed, context, answer);
  const { statusCode, rawHeaders, body: content } = answer;
  return { statusCode, headers: clientHeaders(rawHeaders), body: content };
}

async function send(
  integration: HttpIntegration,
  routed: RoutedRequest,
  body: string,
  context: ContextVariables,
): Promise<Answer | ResponseType> {
  const [, origin, below = ''] =
    /^(https?:\/\/[^/?#]+)([^#]*)$/.exec(integrationUri(integration, routed)) ?? [];
  if (origin === undefined || !URL.canParse(origin)) return 'API_CONFIGURATION_ERROR';
  const { protocol, hostname, port } = new URL(origin);
  const method = integration.method === 'ANY' ? routed.request.method : integration.method;
  const signal = AbortSignal.timeout(integration.timeoutMs);
  const options = {
    method,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    path: targetPath(integration, routed, context, below),
    headers: backendHeaders(integration, routed, context),
    agent: false,
    signal,
  };
  try {
    const response = await new Promise<IncomingMessage>((done, fail) => {
      const outgoing = (protocol === 'https:' ? requestWithTls : requestPlain)(options, done);
      outgoing.on('error', fail);
      outgoing.end(withoutBody.has(method) ? undefined : body);
    });
    const content = await buffer(response);
    return { statusCode: response.statusCode ?? 0, rawHeaders: response.rawHeaders, body: content };
  } catch (error) {
    if (signal.aborted) return 'INTEGRATION_TIMEOUT';
    // A value that no header or path can have, such as one with a line break.
    if (invalidValues.has(errorCode(error))) return 'API_CONFIGURATION_ERROR';
    if (error instanceof TypeError) throw error;
    return 'INTEGRATION_FAILURE';
  }
}

/** The URI with the values of stage variables; one that is absent is nothing. */
function integrationUri({ uri }: HttpIntegration, { stage }: RoutedRequest): string {
  return uri.replaceAll(
    /\$\{stageVariables\.(\w+)\}/g,
    (_whole, name: string) => stage.variables[name] ?? '',
  );
}

/** The path and query with the values of their parameters: of the path percent-encoded as sent, and the query as sent. */
function targetPath(
  { isProxy, pathParameters }: HttpIntegration,
  routed: RoutedRequest,
  context: ContextVariables,
  template: string,
): string {
  const path = template.replaceAll(/\{([\w.-]+)\}/g, (whole, name: string) => {
    const expression = pathParameters[name];
    return expression === undefined ? whole : (mappedValue(expression, routed, context) ?? '');
  });
  const { query } = routed.request;
  const absolute = path.startsWith('/') ? path : `/${path}`;
  return isProxy && query !== '' ? `${absolute}${path.includes('?') ? '&' : '?'}${query}` : absolute;
}

/** What an integration that is no proxy makes of the answer: its mapped headers only, and its own body or the backend's. */
function mapAnswer(
  { responses }: HttpIntegration,
  { request, stage }: RoutedRequest,
  context: ContextVariables,
  answer: Answer,
): HttpResponse | ResponseType {
  const status = String(answer.statusCode);
  const response =
    responses.find(({ pattern }) => pattern?.test(status)) ??
    responses.find(({ pattern }) => pattern === null);
  if (response === undefined) return 'API_CONFIGURATION_ERROR';
  const own = mapHeaders(response.headers, request, context, stage.variables);
  const backends = Object.entries(response.headers).flatMap(([name, expression]): [string, string][] => {
    const [, header] = /^integration\.response\.header\.(.+)$/.exec(expression) ?? [];
    const value = header === undefined ? undefined : lastValue(answer.rawHeaders, header);
    return value !== undefined && isSendable([name, value]) ? [[name, value]] : [];
  });
  return {
    statusCode: response.statusCode,
    headers: withContentType([...own, ...backends]),
    body:
      response.template === '' ? answer.body : substituteBody(response.template, context, stage.variables),
  };
}

function lastValue(rawHeaders: readonly string[], name: string): string | undefined {
  const values = rawHeaders.filter(
    (_value, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name.toLowerCase(),
  );
  return values.at(-1);
}
