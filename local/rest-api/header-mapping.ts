import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ContextVariables } from './context-variables.ts';
import { type GatewayRequest, headerValues } from './gateway-request.ts';
import type { RoutedRequest } from './lambda-event.ts';

/** The expressions that are supported as values of response headers. */
const mappingExpression = /^(?:'.*'|context\.[\w.-]+|stageVariables\.\w+|method\.request\.header\.[\w-]+)$/;

/** @throws Error for a mapping expression that is not supported */
export function checkHeaderMapping(expression: string): void {
  if (!mappingExpression.test(expression))
    throw new Error(`the header mapping ${expression} is not supported`);
}

/** The headers that mapping expressions give for a request. Those without a value are left out. */
export function mapHeaders(
  expressions: Readonly<Record<string, string>>,
  request: GatewayRequest,
  context: ContextVariables,
  stageVariables: Readonly<Record<string, string>>,
): [string, string][] {
  return Object.entries(expressions).flatMap(([name, expression]) => {
    const value = valueOf(expression, request, context, stageVariables);
    return value !== undefined && value !== '' && isSendable([name, value]) ? [[name, value]] : [];
  });
}

/** The expressions that are supported as values of what an integration sends. */
const requestExpression =
  /^(?:'.*'|context\.[\w.-]+|stageVariables\.\w+|method\.request\.(?:header|path|querystring)\.[\w.-]+)$/;

/** @throws Error for a mapping expression that is not supported */
export function checkRequestMapping(expression: string): void {
  if (!requestExpression.test(expression)) throw new Error(`the mapping ${expression} is not supported`);
}

/** The value that a mapping expression gives for a routed request: of what repeats, the last one. */
export function mappedValue(
  expression: string,
  { request, stage, pathParameters, query }: RoutedRequest,
  context: ContextVariables,
): string | undefined {
  const [, place, name = ''] = /^method\.request\.(path|querystring)\.(.+)$/.exec(expression) ?? [];
  if (place === 'path') return pathParameters[name];
  if (place === 'querystring') return query.get(name)?.at(-1);
  return valueOf(expression, request, context, stage.variables);
}

function valueOf(
  expression: string,
  request: GatewayRequest,
  context: ContextVariables,
  stageVariables: Readonly<Record<string, string>>,
): string | undefined {
  if (expression.startsWith("'")) return expression.slice(1, -1);
  const name = expression.slice(expression.lastIndexOf('.') + 1);
  if (expression.startsWith('method.request.header.')) return headerValues(request, name).at(-1);
  if (expression.startsWith('stageVariables.')) return stageVariables[name];
  return context.get(expression.slice('context.'.length));
}

/** With API Gateway's own type where none is given. */
export function withContentType(headers: readonly [string, string][]): [string, string][] {
  const hasOne = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasOne ? [...headers] : [['Content-Type', 'application/json'], ...headers];
}

/** Whether the header is valid in HTTP. */
export function isSendable([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
