import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { refusals } from '../../contract/verdicts.ts';
import type { UsageLine } from '../../contract/usage.ts';
import { maskSecrets } from '../../domain/keys/mask-secrets.ts';
import { describeCall, describeUserAgent } from '../../domain/usage/answered-call.ts';
import { createRefusalCounter } from '../../domain/usage/refusal-counter.ts';
import type { Verdict } from '../../verdict/index.ts';

/** Prints the usage line of a call with a known key that no handler will see, or counts it with the next one. */
export type RecordRefusal = (
  event: APIGatewayRequestAuthorizerEvent,
  secret: Pick<UsageLine['usage'], 'apiKeyId' | 'keyPrefix'>,
  code: Exclude<Verdict['code'], 'VALID'>,
) => void;

export function createRefusalRecorder(now: () => number, print: (line: UsageLine) => void): RecordRefusal {
  const countOf = createRefusalCounter(now);
  return ({ httpMethod, resource, requestContext }, secret, code) => {
    const repeated = countOf(secret.keyPrefix + secret.apiKeyId + code);
    if (repeated === null) return;
    const { identity, requestId, requestTimeEpoch } = requestContext;
    const call = {
      ...secret,
      method: httpMethod,
      path: resource,
      status: refusals[code].status,
      code,
      sourceIp: identity.sourceIp,
      userAgent: describeUserAgent(identity.userAgent),
      requestId: maskSecrets(requestId),
      arrivedAtMs: requestTimeEpoch,
      ...(repeated > 0 && { repeated }),
    };
    print(describeCall(call, now()));
  };
}
