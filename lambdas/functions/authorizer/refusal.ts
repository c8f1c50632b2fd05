import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { refusals } from '../../contract/verdicts.ts';
import type { UsageLine } from '../../contract/usage.ts';
import { describeCall, describeUserAgent } from '../../domain/usage/answered-call.ts';
import type { Verdict } from '../../verdict/index.ts';
import type { SecretShape } from '../../domain/keys/secret-shape.ts';

/** Prints the usage line of a call with a known key that no handler will see. */
export type RecordRefusal = (
  event: APIGatewayRequestAuthorizerEvent,
  secret: Pick<UsageLine['usage'], 'apiKeyId' | 'keyPrefix'>,
  code: Exclude<Verdict['code'], 'VALID'>,
) => void;

export function createRefusalRecorder(
  shape: SecretShape,
  now: () => number,
  print: (line: UsageLine) => void,
): RecordRefusal {
  return ({ httpMethod, resource, requestContext }, secret, code) => {
    const { identity, requestId, requestTimeEpoch } = requestContext;
    const call = {
      ...secret,
      method: httpMethod,
      path: resource,
      status: refusals[code].status,
      code,
      sourceIp: identity.sourceIp,
      userAgent: describeUserAgent(identity.userAgent, shape),
      requestId: shape.mask(requestId),
      arrivedAtMs: requestTimeEpoch,
    };
    print(describeCall(call, now()));
  };
}
