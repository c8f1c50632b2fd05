import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { describeCall, describeUserAgent } from '../../lambdas/domain/usage/answered-call.ts';
import { maskSecrets } from '../../lambdas/domain/keys/mask-secrets.ts';
import { describeNeeds } from '../../lambdas/domain/usage/usage-needs.ts';
import { handler as authorize } from '../../lambdas/functions/authorizer/index.ts';
import { printLine } from '../../lambdas/log.ts';

/** The deployed authorizer, and the usage line that one of our own functions prints after it. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const answer = await authorize(event);
  const { identity, requestId, requestTimeEpoch } = event.requestContext;
  const call = {
    apiKeyId: answer.context?.['apiKeyId'] as ApiKeyId,
    keyPrefix: String(answer.context?.['keyPrefix']),
    method: event.httpMethod,
    path: event.resource,
    status: 200,
    code: 'VALID' as const,
    sourceIp: identity.sourceIp,
    userAgent: describeUserAgent(identity.userAgent),
    requestId: maskSecrets(requestId),
    arrivedAtMs: requestTimeEpoch,
    ...describeNeeds({ scopes: ['database:read'] }),
  };
  printLine(describeCall(call, Date.now()));
  return answer;
}
