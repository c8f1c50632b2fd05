import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Calls } from './calls.ts';

/** CloudWatch Logs, Cognito, Secrets Manager, Lambda, API Gateway and CloudFormation, as far as functions call them. */
export interface Services {
  readonly url: string;
  stop(): void;
}

const account = 'arn:Ref:AWS::Partition:apigateway:Ref:AWS::Region::/account';

/** Answers every call with success, and notes it. */
export async function startServices(calls: Calls): Promise<Services> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('Logs_')) {
      const { logGroupName } = JSON.parse(body) as { logGroupName: string };
      calls.note(`logs:${target.split('.')[1]}`, logGroupName);
    }
    if (target.startsWith('AWSCognitoIdentityProviderService.')) {
      const { UserPoolId } = JSON.parse(body) as { UserPoolId: string };
      calls.note(`cognito-idp:${target.split('.')[1]}`, UserPoolId);
    }
    if (target === 'secretsmanager.GetSecretValue') {
      const { SecretId, VersionId = 'current' } = JSON.parse(body) as {
        SecretId: string;
        VersionId?: string;
      };
      calls.note('secretsmanager:GetSecretValue', SecretId);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ VersionId, SecretString: 'x'.repeat(64) }));
      return;
    }
    const [, invoked] = /^\/2015-03-31\/functions\/(\w+)\/invocations$/.exec(request.url ?? '') ?? [];
    if (invoked !== undefined) {
      calls.note('lambda:InvokeFunction', invoked);
      response.writeHead(202).end();
      return;
    }
    if (request.url === '/account') calls.note(`apigateway:${request.method}`, account);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
