import type { UsageLine } from '../../contract/usage.ts';
import type { SecretShape } from '../../domain/keys/secret-shape.ts';
import { describeCall, describeUserAgent } from '../../domain/usage/answered-call.ts';
import { describeNeeds } from '../../domain/usage/usage-needs.ts';
import type { ForeignVerdict } from '../../verdict/index.ts';
import type { Outcome } from './outcome.ts';
import type { GatewayCall } from './read-call.ts';

/** Prints the usage line of a call with a known key. */
export type RecordCall = (call: GatewayCall, verdict: ForeignVerdict, outcome: Outcome) => void;

export function createCallRecorder(
  shape: SecretShape,
  now: () => number,
  print: (line: UsageLine) => void,
): RecordCall {
  return (call, { caller, code, registration, matched }, { status }) => {
    if (caller === null || caller.credential === null) return;
    const nowMs = now();
    const { method, resource, sourceIp, userAgent, requestId, arrivedAtMs } = call;
    const told = {
      apiKeyId: caller.credential.apiKeyId,
      keyPrefix: caller.keyPrefix,
      method: shape.mask(method),
      path: shape.mask(resource),
      status,
      code,
      sourceIp,
      userAgent: describeUserAgent(userAgent, shape),
      requestId: shape.mask(requestId),
      arrivedAtMs: arrivedAtMs ?? nowMs,
      ...(registration === null ? {} : { api: registration.name }),
      ...(matched === null
        ? {}
        : { route: `${matched.route.method} ${matched.route.path}`, ...describeNeeds(matched.needs) }),
    };
    print(describeCall(told, nowMs));
  };
}
