import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HiddenServer } from '../http/hidden-server.ts';
import type { AsyncQueue } from './async-queue.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { InvokeError, type InvokeRequest, readInvokeRequest } from './invoke-request.ts';
import { throttled } from './lambda-function.ts';

/** What the call of a function with `Invoke` needs. */
export interface InvokeParts {
  readonly functions: FunctionRegistry;
  readonly asyncQueue: AsyncQueue;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers the AWS SDK's calls of Lambda: `Invoke`, and no other. */
export async function startLambdaEndpoint(parts: InvokeParts): Promise<HiddenServer> {
  return await HiddenServer.start(async (request, response) => {
    const requestId = randomUUID();
    const { status, headers, body } = await answer(request, parts, requestId);
    response.writeHead(status, {
      'x-amzn-RequestId': requestId,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    });
    response.end(body);
  });
}

async function answer(request: IncomingMessage, parts: InvokeParts, requestId: string): Promise<Answer> {
  try {
    return await invoke(await readInvokeRequest(request, parts.functions), parts.asyncQueue, requestId);
  } catch (error) {
    if (!(error instanceof InvokeError)) {
      return refusal(500, 'ServiceException', { Type: 'Service', Message: 'the laptop server failed' });
    }
    return refusal(error.status, error.name, { Type: 'User', message: error.message });
  }
}

async function invoke(
  { type, fn, invokedArn, payload }: InvokeRequest,
  queue: AsyncQueue,
  requestId: string,
): Promise<Answer> {
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    await queue.accept(invokedArn, payload, requestId);
    return { status: 202 };
  }
  const result = await fn.invoke(payload, invokedArn, requestId);
  const headers = { 'X-Amz-Executed-Version': '$LATEST' };
  if (result.ok) return { status: 200, headers, body: result.payload };
  if (result.error.errorType === throttled) {
    throw new InvokeError(429, throttled, result.error.errorMessage);
  }
  const failed = { ...headers, 'X-Amz-Function-Error': 'Unhandled' };
  return { status: 200, headers: failed, body: JSON.stringify(result.error) };
}

function refusal(status: number, name: string, body: object): Answer {
  return { status, headers: { 'x-amzn-ErrorType': name }, body: JSON.stringify(body) };
}
