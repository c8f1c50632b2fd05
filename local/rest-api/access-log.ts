import type { LogGroups } from '../logs/log-groups.ts';
import { type ContextVariables, escapeForJson, substitute } from './context-variables.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { GatewayResponse } from './gateway-response.ts';
import type { Stage } from './rest-api.ts';

/** Appends the stage's access-log line of a request; what is not known is `-`, as at API Gateway. */
export async function writeAccessLog(
  logs: LogGroups,
  stage: Stage,
  request: GatewayRequest,
  response: GatewayResponse,
  facts: ContextVariables,
): Promise<void> {
  if (stage.accessLog === null) return;
  const nowMs = Date.now();
  const variables = new Map([
    ...facts,
    ['status', String(response.statusCode)],
    ['responseLength', String(Buffer.byteLength(response.body))],
    ['responseLatency', String(nowMs - request.receivedAtMs)],
  ] as const);
  const message = substitute(stage.accessLog.format, variables, stage.variables, '-', escapeForJson);
  try {
    await logs.append(stage.accessLog.logGroupName, 'access', [{ timestampMs: nowMs, message }]);
  } catch {
    // As at API Gateway, a log that cannot be written does not fail the request.
    console.error('an access log line could not be written');
  }
}
