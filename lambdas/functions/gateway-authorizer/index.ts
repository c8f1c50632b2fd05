import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { untold } from '../../contract/foreign-context.ts';
import { readSettings } from '../../contract/settings.ts';
import { describeError, logWarning, printLine } from '../../log.ts';
import { type CallJudge, connectVerdicts, createCallJudge, findCredential } from '../../verdict/index.ts';
import { headersOf } from '../authorizer/headers.ts';
import { maxAnswerBytes, policy, stageOf } from '../authorizer/policy.ts';
import { type LoadTokenVerifier, tokenVerifierLoader } from '../authorizer/token-verifier.ts';
import { type Outcome, outcomeOf, unjudged } from './outcome.ts';
import { type GatewayCall, isDeployedToObserve, readCall } from './read-call.ts';
import { createCallRecorder, type RecordCall } from './record-call.ts';

export interface GatewayAuthorizerDependencies {
  readonly judge: CallJudge;
  /** Loads what verifies tokens of people; null where the deployment has no issuer. */
  readonly loadTokenVerifier: LoadTokenVerifier | null;
  readonly recordCall: RecordCall;
  /** Prefixes of keys, former ones too. */
  readonly prefixes: readonly string[];
  readonly now: () => number;
}

export type GatewayAuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * The REQUEST authorizer of protected APIs. It throws where DynamoDB or the issuer does not answer: never an Allow for want
 * of knowledge, but for APIs that are only observed.
 */
export function makeHandler(deps: GatewayAuthorizerDependencies): GatewayAuthorizerHandler {
  const { judge, recordCall, now } = deps;
  return async (event) => {
    const call = readCall(event);
    let outcome: Outcome;
    try {
      const verdict = await judgeCall(event, call, deps);
      outcome = outcomeOf(verdict, now());
      recordCall(call, verdict, outcome);
    } catch (error) {
      const known = judge.lastKnown(call);
      const isObserved = known === null ? isDeployedToObserve(event) : known.enforcement === 'observe';
      if (!isObserved) throw error;
      logWarning('An observed API was called, and there was no verdict', { cause: describeError(error) });
      outcome = unjudged(known?.name ?? '');
    }
    return answer(event.methodArn, outcome);
  };
}

async function judgeCall(
  event: APIGatewayRequestAuthorizerEvent,
  call: GatewayCall,
  { judge, loadTokenVerifier, prefixes }: GatewayAuthorizerDependencies,
) {
  const found = findCredential(headersOf(event), prefixes);
  if (found.kind === 'none' || found.kind === 'several') return judge.ofNobody(call, 'UNAUTHENTICATED');
  if (found.kind === 'api-key') return judge.ofKey(call, found.plaintext);
  if (found.kind !== 'jwt') return judge.ofNobody(call, 'API_KEY_INVALID');
  const verifier = await loadTokenVerifier?.();
  const userId = (await verifier?.verify(found.token)) ?? null;
  return userId === null ? judge.ofNobody(call, 'TOKEN_INVALID') : judge.ofPerson(call, userId);
}

function answer(methodArn: string, outcome: Outcome): APIGatewayAuthorizerResult {
  // API Gateway answers 401 to exactly this text.
  if (outcome.kind === 'unauthorized') throw new Error('Unauthorized');
  const resource = stageOf(methodArn);
  if (outcome.kind === 'deny') {
    return { principalId: 'anonymous', policyDocument: policy('Deny', resource), context: outcome.context };
  }
  const { principalId, context } = outcome;
  const allowed = { principalId, policyDocument: policy('Allow', resource), context };
  if (Buffer.byteLength(JSON.stringify(allowed)) <= maxAnswerBytes) return allowed;
  return { ...allowed, context: { ...context, scopes: untold, accessRights: untold } };
}

const settings = readSettings();
const prefixes = [settings.prefix, ...settings.previousPrefixes];
const now = Date.now;

export const handler = makeHandler({
  judge: createCallJudge(connectVerdicts(settings, now, printLine)),
  loadTokenVerifier: tokenVerifierLoader(now),
  recordCall: createCallRecorder(now, printLine),
  prefixes,
  now,
});
