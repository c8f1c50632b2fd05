import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { HttpResponse } from '../http/response.ts';
import type { ResponseType } from './gateway-response.ts';
import { isSendable } from './header-mapping.ts';
import type { ProxyIntegration } from './rest-api.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const proxyResponse = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Headers that a function cannot set, since API Gateway renames them. */
const remapped = new Set([
  'authorization',
  'connection',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'pragma',
  'proxy-authenticate',
  'server',
  'te',
  'user-agent',
  'via',
  'www-authenticate',
]);

/** Headers that the gateway computes or drops. */
const dropped = new Set(['content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade']);

/** Invokes the function of a Lambda proxy integration. Where that fails, the type of gateway response is given. */
export async function invokeProxy(
  integration: ProxyIntegration,
  event: object,
): Promise<HttpResponse | ResponseType> {
  const abandon = new AbortController();
  const timeout = sleep(integration.timeoutMs, 'timeout' as const, { signal: abandon.signal }).catch(
    () => 'timeout' as const,
  );
  const result = await Promise.race([integration.fn.invoke(event, integration.arn), timeout]);
  abandon.abort();
  if (result === 'timeout') return 'INTEGRATION_TIMEOUT';
  if (!result.ok) {
    return result.error.errorType === 'RequestTooLargeException' ? 'REQUEST_TOO_LARGE' : 'DEFAULT_5XX';
  }
  const parsed = proxyResponse.safeParse(JSON.parse(result.payload));
  if (!parsed.success) return 'DEFAULT_5XX';
  const { statusCode, headers, multiValueHeaders, body } = parsed.data;
  const merged = withContentType(mergeHeaders(headers ?? {}, multiValueHeaders ?? {}));
  if (!merged.every(isSendable)) return 'DEFAULT_5XX';
  return {
    statusCode,
    headers: merged,
    // Without binary media types the body is sent as it is, even if the function says that it is base64.
    body: body ?? '',
  };
}

/** `headers` and `multiValueHeaders` together. A value that is in both is sent once. */
function mergeHeaders(
  single: Readonly<Record<string, string>>,
  multiple: Readonly<Record<string, readonly string[]>>,
): [string, string][] {
  const merged: [string, string][] = Object.entries(multiple).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  for (const [name, value] of Object.entries(single)) {
    const isThere = merged.some(([other, v]) => other.toLowerCase() === name.toLowerCase() && v === value);
    if (!isThere) merged.push([name, value]);
  }
  return merged
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]) => [remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}

function withContentType(headers: readonly [string, string][]): [string, string][] {
  const hasOne = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasOne ? [...headers] : [['Content-Type', 'application/json'], ...headers];
}
