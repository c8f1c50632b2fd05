import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { type ForeignContext, type ForeignDenyContext, untold } from '../../contract/foreign-context.ts';
import { maxAnswerBytes, policy, stageOf } from '../authorizer/policy.ts';
import type { Outcome } from './outcome.ts';

/** The simple response of an HTTP API's authorizer. */
export interface HttpAnswer {
  readonly isAuthorized: boolean;
  /** Of a call that is refused it reaches access logs only. */
  readonly context: ForeignContext | ForeignDenyContext;
}

/**
 * What a REST API's authorizer answers: a policy about the whole stage.
 *
 * @throws Error `Unauthorized`, which API Gateway answers with 401
 */
export function answerRest(methodArn: string, outcome: Outcome): APIGatewayAuthorizerResult {
  if (outcome.kind === 'unauthorized') throw new Error('Unauthorized');
  const resource = stageOf(methodArn);
  if (outcome.kind === 'deny') {
    return { principalId: 'anonymous', policyDocument: policy('Deny', resource), context: outcome.context };
  }
  const { principalId } = outcome;
  return fitting(outcome.context, (context) => ({
    principalId,
    policyDocument: policy('Allow', resource),
    context,
  }));
}

/** What an HTTP API's authorizer answers. It has no other way to refuse: anything thrown is 500. */
export function answerHttp(outcome: Outcome): HttpAnswer {
  if (outcome.kind !== 'allow') return { isAuthorized: false, context: outcome.context };
  return fitting(outcome.context, (context) => ({ isAuthorized: true, context }));
}

function fitting<Answer>(context: ForeignContext, answerWith: (context: ForeignContext) => Answer): Answer {
  const answer = answerWith(context);
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxAnswerBytes) return answer;
  return answerWith({ ...context, scopes: untold, accessRights: untold });
}
