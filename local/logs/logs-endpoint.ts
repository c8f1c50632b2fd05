import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asError } from '../errors.ts';
import { HiddenServer } from '../http/hidden-server.ts';
import { readBody } from '../http/read-body.ts';
import type { LogGroups } from './log-groups.ts';
import { LogsError, logsOperations } from './logs-operations.ts';

/** The largest batch, with room for the escapes of JSON. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Answers the AWS SDK's calls of CloudWatch Logs (JSON 1.1 protocol). */
export async function startLogsEndpoint(groups: LogGroups): Promise<HiddenServer> {
  return await HiddenServer.start((request, response) => answer(request, response, groups));
}

async function answer(request: IncomingMessage, response: ServerResponse, groups: LogGroups): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = logsOperations.get(target);
    if (operation === undefined) {
      throw new LogsError('UnknownOperationException', `the laptop server does not know ${target}`);
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === null) throw new LogsError('InvalidParameterException', 'Upload too large');
    send(response, 200, await operation(JSON.parse(body || '{}'), groups));
  } catch (error) {
    const { name, message } = asError(error);
    const isRefusal = error instanceof LogsError;
    // A failed write is the service's fault: the caller's SDK retries a 500.
    const type = isRefusal ? name : 'ServiceUnavailableException';
    send(response, isRefusal ? 400 : 500, { __type: type, message });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
