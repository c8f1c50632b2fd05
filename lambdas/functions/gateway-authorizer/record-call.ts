import type { UsageLine } from '../../contract/usage.ts';
import { foreignRefusals, type ForeignVerdictCode } from '../../contract/verdicts.ts';
import { maskSecrets } from '../../domain/keys/mask-secrets.ts';
import { describeCall, describeUserAgent } from '../../domain/usage/answered-call.ts';
import { createRefusalCounter } from '../../domain/usage/refusal-counter.ts';
import { describeNeeds } from '../../domain/usage/usage-needs.ts';
import type { ForeignVerdict } from '../../verdict/index.ts';
import type { Outcome } from './outcome.ts';
import type { GatewayCall } from './read-call.ts';

/** Prints the usage line of a call with a known key, or counts it with the next one. */
export type RecordCall = (call: GatewayCall, verdict: ForeignVerdict, outcome: Outcome) => void;

/** Codes about the call: each is a line. Others are about the key, which goes on being refused whatever it calls. */
const aboutCalls: ReadonlySet<ForeignVerdictCode> = new Set([
  'VALID',
  'INSUFFICIENT_PERMISSIONS',
  'RATE_LIMITED',
  ...(Object.keys(foreignRefusals) as (keyof typeof foreignRefusals)[]),
] as const);

export function createCallRecorder(now: () => number, print: (line: UsageLine) => void): RecordCall {
  const countOf = createRefusalCounter(now);
  return (call, { caller, code, registration, matched }, { status }) => {
    if (caller === null || caller.credential === null) return;
    const { keyPrefix, credential } = caller;
    const { apiKeyId } = credential;
    const isCounted = status !== null && !aboutCalls.has(code);
    const repeated = isCounted ? countOf([keyPrefix, apiKeyId, code, registration?.name].join(' ')) : 0;
    if (repeated === null) return;
    const nowMs = now();
    const { method, resource, sourceIp, userAgent, requestId, arrivedAtMs } = call;
    const told = {
      apiKeyId,
      keyPrefix,
      method: maskSecrets(method),
      path: maskSecrets(resource),
      status,
      code,
      sourceIp,
      userAgent: describeUserAgent(userAgent),
      requestId: maskSecrets(requestId),
      arrivedAtMs: arrivedAtMs ?? nowMs,
      ...(repeated > 0 && { repeated }),
      ...(registration === null ? {} : { api: registration.name }),
      ...(matched === null
        ? {}
        : { route: `${matched.route.method} ${matched.route.path}`, ...describeNeeds(matched.needs) }),
    };
    print(describeCall(told, nowMs));
  };
}
