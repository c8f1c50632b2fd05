import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asError } from '../errors.ts';
import { HiddenServer } from './hidden-server.ts';
import { readBody } from './read-body.ts';

/** A refusal, which the SDK turns into an exception of that name. */
export class ServiceError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface JsonService {
  /** Stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly operations: Readonly<Record<string, (input: unknown) => Promise<object>>>;
  readonly maxBodyBytes: number;
  /** What the service calls a fault of its own, which the caller's SDK tries again. */
  readonly fault: string;
}

/** Answers the AWS SDK's calls of a service (JSON 1.1 protocol), at an address of its own. */
export async function startJsonService(service: JsonService): Promise<HiddenServer> {
  return await HiddenServer.start((request, response) => answer(request, response, service));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { target, operations, maxBodyBytes, fault }: JsonService,
): Promise<void> {
  try {
    const asked = String(request.headers['x-amz-target'] ?? '');
    const name = asked.startsWith(`${target}.`) ? asked.slice(target.length + 1) : '';
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) {
      throw new ServiceError('UnknownOperationException', `the laptop server does not know ${asked}`);
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === null) throw new ServiceError('SerializationException', 'the request is too large');
    send(response, 200, await operation(JSON.parse(body || '{}')));
  } catch (error) {
    const isRefusal = error instanceof ServiceError;
    const message = isRefusal ? asError(error).message : 'the laptop server failed';
    send(response, isRefusal ? 400 : 500, { __type: isRefusal ? error.name : fault, message });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
