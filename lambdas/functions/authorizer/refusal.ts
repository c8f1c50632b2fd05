import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ApiKeyId } from '../../contract/brands.ts';
import { refusals } from '../../contract/verdicts.ts';
import type { UsageLine } from '../../contract/usage.ts';
import { describeCall, describeUserAgent } from '../../domain/usage/answered-call.ts';
import type { Verdict } from '../../verdict/index.ts';
import type { SecretShape } from '../../domain/keys/secret-shape.ts';

/** Tells of a call with a known key that ends here: no handler will see it. */
export type RecordRefusal = (
  event: APIGatewayRequestAuthorizerEvent,
  apiKeyId: ApiKeyId,
  code: Exclude<Verdict['code'], 'VALID'>,
) => void;

/** @param print gets the usage line of each refusal */
export function createRefusalRecorder(
  shape: SecretShape,
  now: () => number,
  print: (line: UsageLine) => void,
): RecordRefusal {
  return ({ httpMethod, resource, requestContext }, apiKeyId, code) => {
    const { identity, requestId, requestTimeEpoch } = requestContext;
    const call = {
      apiKeyId,
      method: httpMethod,
      path: resource,
      status: refusals[code].status,
      code,
      sourceIp: identity.sourceIp,
      userAgent: describeUserAgent(identity.userAgent, shape),
      requestId,
      arrivedAtMs: requestTimeEpoch,
    };
    print(describeCall(call, now()));
  };
}
