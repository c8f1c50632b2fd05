import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../http/response.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import { type ContextVariables, escapeForJson, substitute } from './context-variables.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { Stage } from './rest-api.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Appends a request's line to the stage's access log. What is not known is `-`, as with API Gateway. */
export async function writeAccessLog(
  logs: LogGroups,
  stage: Stage,
  request: GatewayRequest,
  response: HttpResponse,
  facts: ContextVariables,
): Promise<void> {
  if (stage.accessLog === null) return;
  const nowMs = Date.now();
  const variables = new Map([
    ...facts,
    ['requestId', loggedRequestId(request)],
    ['status', String(response.statusCode)],
    ['responseLength', String(Buffer.byteLength(response.body))],
    ['responseLatency', String(nowMs - request.receivedAtMs)],
  ] as const);
  const message = substitute(stage.accessLog.format, variables, stage.variables, '-', escapeForJson);
  try {
    await logs.append(stage.accessLog.logGroupName, 'access', [{ timestampMs: nowMs, message }]);
  } catch {
    // A log that cannot be written does not fail the request, as with API Gateway.
    console.error('an access log line could not be written');
  }
}

/** A client's own request id is logged if it is a UUID (developer guide, "Access logging for REST APIs"). */
function loggedRequestId({ requestId }: GatewayRequest): string {
  return uuid.test(requestId) ? requestId : `${randomUUID()}_REPLACED_INVALID_REQUEST_ID`;
}
