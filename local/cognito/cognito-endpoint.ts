import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asError } from '../errors.ts';
import { HiddenServer } from '../http/hidden-server.ts';
import { readBody } from '../http/read-body.ts';
import type { UserPool } from '../issuer/user-pool.ts';
import { AccountError, adminCreateUser, type AccountDirectory } from './admin-create-user.ts';

const target = 'AWSCognitoIdentityProviderService.AdminCreateUser';
const maxBodyBytes = 64 * 1024;

/** Answers the AWS SDK's calls of Cognito (JSON 1.1 protocol): `AdminCreateUser`, and no other. */
export async function startCognitoEndpoint(
  pools: ReadonlyMap<string, UserPool>,
  directory: AccountDirectory,
): Promise<HiddenServer> {
  return await HiddenServer.start((request, response) => answer(request, response, pools, directory));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pools: ReadonlyMap<string, UserPool>,
  directory: AccountDirectory,
): Promise<void> {
  try {
    const asked = String(request.headers['x-amz-target'] ?? '');
    if (asked !== target) {
      throw new AccountError('UnknownOperationException', `the laptop server does not know ${asked}`);
    }
    const body = (await readBody(request, maxBodyBytes))?.toString() ?? '';
    send(response, 200, await adminCreateUser(JSON.parse(body || '{}'), pools, directory));
  } catch (error) {
    const { name, message } = asError(error);
    const isRefusal = error instanceof AccountError;
    // A failed write is the service's fault: the caller's SDK retries a 500.
    send(response, isRefusal ? 400 : 500, { __type: isRefusal ? name : 'InternalErrorException', message });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
