import type { IncomingMessage } from 'node:http';
import { accountId } from '../aws.ts';
import { readBody } from '../http/read-body.ts';
import { functionArn } from './function-arn.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { type LambdaFunction, maxPayloadBytes } from './lambda-function.ts';

const invocationTypes = ['RequestResponse', 'Event', 'DryRun'] as const;

/** Of an asynchronous event, in bytes (API reference, Invoke). */
const maxAsyncPayloadBytes = 1024 * 1024;

export interface InvokeRequest {
  readonly type: (typeof invocationTypes)[number];
  readonly fn: LambdaFunction;
  /** Of the function, or of the version or alias that was asked for. */
  readonly invokedArn: string;
  readonly payload: unknown;
}

/** A refusal, with the status and name of the API reference. */
export class InvokeError extends Error {
  readonly status: number;

  constructor(status: number, name: string, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/**
 * What a call of `Invoke` asks for. The function is named by name, ARN or `<account>:function:<name>`, each with a version
 * or alias or not.
 *
 * @throws InvokeError as Lambda refuses: unknown functions, too large payloads, payloads that are no JSON
 */
export async function readInvokeRequest(
  request: IncomingMessage,
  functions: FunctionRegistry,
): Promise<InvokeRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lambda');
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathname) ?? [];
  if (encoded === undefined || request.method !== 'POST') {
    throw new InvokeError(404, 'UnknownOperationException', 'the laptop server knows Invoke only');
  }
  const invokedArn = arnOfName(decodeURIComponent(encoded), searchParams.get('Qualifier'));
  const fn = functions.get(invokedArn);
  if (fn === undefined) {
    throw new InvokeError(404, 'ResourceNotFoundException', `Function not found: ${invokedArn}`);
  }
  const asked = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  const type = invocationTypes.find((each) => each === asked);
  if (type === undefined) {
    throw new InvokeError(400, 'InvalidParameterValueException', `${asked} is no invocation type`);
  }
  return { type, fn, invokedArn, payload: payloadOf(await readBody(request, maxPayloadBytes), type) };
}

function arnOfName(name: string, qualifier: string | null): string {
  const own = name.replace(new RegExp(`^(arn:aws:lambda:[^:]+:)?${accountId}:function:`), '');
  return functionArn(qualifier === null || own.includes(':') ? own : `${own}:${qualifier}`);
}

/** Without a body, functions get an empty object. */
function payloadOf(body: string | null, type: InvokeRequest['type']): unknown {
  if (body === null) {
    const message = `Request must be smaller than ${maxPayloadBytes} bytes for the InvokeFunction operation`;
    throw new InvokeError(413, 'RequestTooLargeException', message);
  }
  const bytes = Buffer.byteLength(body);
  if (type === 'Event' && bytes > maxAsyncPayloadBytes) {
    const message = `${bytes} byte payload is too large for the Event invocation type (limit ${maxAsyncPayloadBytes} bytes)`;
    throw new InvokeError(413, 'RequestEntityTooLargeException', message);
  }
  try {
    return JSON.parse(body || '{}');
  } catch {
    const message = 'Could not parse request body into json: Could not parse payload into json';
    throw new InvokeError(400, 'InvalidRequestContentException', message);
  }
}
