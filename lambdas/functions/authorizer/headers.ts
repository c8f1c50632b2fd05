import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { HeaderValues } from '../../verdict/index.ts';

/** Test invocations, and gateways that only look like AWS's, send each header once and alone. */
export function headersOf({
  multiValueHeaders,
  headers,
}: Pick<APIGatewayRequestAuthorizerEvent, 'multiValueHeaders' | 'headers'>): HeaderValues {
  if (multiValueHeaders) return multiValueHeaders;
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, value === undefined ? [] : [value]]),
  );
}
