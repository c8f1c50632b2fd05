import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
} from 'aws-lambda';
import { readSettings } from '../../contract/settings.ts';
import { describeError, logWarning, printLine } from '../../log.ts';
import {
  type CallJudge,
  connectVerdicts,
  createCallJudge,
  findCredential,
  type ForeignVerdict,
  type HeaderValues,
} from '../../verdict/index.ts';
import { headersOf } from '../authorizer/headers.ts';
import { type LoadTokenVerifier, tokenVerifierLoader } from '../authorizer/token-verifier.ts';
import { answerHttp, answerRest, type HttpAnswer } from './answer.ts';
import { isDeployedToObserve } from './called-stage.ts';
import { type Outcome, outcomeOf, unjudged } from './outcome.ts';
import { type GatewayCall, readCall } from './read-call.ts';
import { httpHeadersOf, isHttpEvent, readHttpCall } from './read-http-call.ts';
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

export interface GatewayAuthorizerHandler {
  (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult>;
  (event: APIGatewayRequestAuthorizerEventV2): Promise<HttpAnswer>;
}

/**
 * The REQUEST authorizer of protected APIs: of REST APIs, and of HTTP APIs (payload format 2.0, simple responses). It
 * throws where DynamoDB or the issuer does not answer: never an Allow for want of knowledge, but for APIs that are only
 * observed.
 */
export function makeHandler(deps: GatewayAuthorizerDependencies): GatewayAuthorizerHandler {
  const { judge, recordCall, now } = deps;

  /** @param stageVariables as the event has them */
  async function decide(
    call: GatewayCall,
    headers: HeaderValues,
    stageVariables: unknown,
    canBe401: boolean,
  ): Promise<Outcome> {
    try {
      const verdict = await judgeCall(headers, call, deps);
      const outcome = outcomeOf(verdict, now(), canBe401);
      recordCall(call, verdict, outcome);
      return outcome;
    } catch (error) {
      const known = judge.lastKnown(call);
      const isObserved =
        known === null ? isDeployedToObserve(stageVariables) : known.enforcement === 'observe';
      if (!isObserved) throw error;
      logWarning('An observed API was called, and there was no verdict', { cause: describeError(error) });
      return unjudged(known?.name ?? '');
    }
  }

  function handle(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult>;
  function handle(event: APIGatewayRequestAuthorizerEventV2): Promise<HttpAnswer>;
  async function handle(event: APIGatewayRequestAuthorizerEvent | APIGatewayRequestAuthorizerEventV2) {
    const { stageVariables } = event;
    if (isHttpEvent(event))
      return answerHttp(await decide(readHttpCall(event), httpHeadersOf(event), stageVariables, false));
    const outcome = await decide(readCall(event), headersOf(event), stageVariables, true);
    return answerRest(event.methodArn, outcome);
  }
  return handle;
}

function judgeCall(
  headers: HeaderValues,
  call: GatewayCall,
  deps: GatewayAuthorizerDependencies,
): Promise<ForeignVerdict> {
  const { judge } = deps;
  const found = findCredential(headers, deps.prefixes);
  if (found.kind === 'none' || found.kind === 'several') return judge.ofNobody(call, 'UNAUTHENTICATED');
  if (found.kind === 'api-key') return judge.ofKey(call, found.plaintext);
  return found.kind === 'jwt'
    ? judgePerson(found.token, call, deps)
    : judge.ofNobody(call, 'API_KEY_INVALID');
}

async function judgePerson(
  token: string,
  call: GatewayCall,
  { judge, loadTokenVerifier }: GatewayAuthorizerDependencies,
): Promise<ForeignVerdict> {
  const verifier = await loadTokenVerifier?.();
  const userId = (await verifier?.verify(token)) ?? null;
  return userId === null ? judge.ofNobody(call, 'TOKEN_INVALID') : judge.ofPerson(call, userId);
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
