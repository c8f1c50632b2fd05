import * as z from 'zod';
import type { InvocationResult } from '../functions/execution-environment.ts';
import { authorizerEvent, methodArn, type RoutedRequest } from './lambda-event.ts';
import { allows, policyDocument } from './policy.ts';
import type { LambdaFunctionReference } from './rest-api.ts';

/** How the authorization of a request ended, in terms of gateway responses. */
export interface Authorization {
  readonly outcome:
    | 'ALLOWED'
    | 'ACCESS_DENIED'
    | 'AUTHORIZER_CONFIGURATION_ERROR'
    | 'AUTHORIZER_FAILURE'
    | 'UNAUTHORIZED';
  /** Empty where the authorizer gave no usable result. */
  readonly context: AuthorizerValues;
  readonly latencyMs: number;
}

/** `principalId` and the context of the authorizer's result, as strings. */
export type AuthorizerValues = Readonly<Record<string, string>>;

const maxResultBytes = 8 * 1024;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const authorizerResult = z.object({
  principalId: z.string().min(1),
  policyDocument,
  context: z.record(z.string(), scalar).nullish(),
});

/** Asks an authorizer of type REQUEST, whose results API Gateway does not cache. */
export async function authorize(
  authorizer: LambdaFunctionReference,
  routed: RoutedRequest,
): Promise<Authorization> {
  const startedAtMs = Date.now();
  const result = await authorizer.fn.invoke(authorizerEvent(routed), authorizer.arn);
  return { ...evaluate(result, routed), latencyMs: Date.now() - startedAtMs };
}

function evaluate(result: InvocationResult, routed: RoutedRequest): Omit<Authorization, 'latencyMs'> {
  if (!result.ok) {
    const isRefusal = result.error.errorMessage === 'Unauthorized';
    return { outcome: isRefusal ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE', context: {} };
  }
  const parsed = authorizerResult.safeParse(JSON.parse(result.payload));
  if (!parsed.success || Buffer.byteLength(result.payload) > maxResultBytes) {
    return { outcome: 'AUTHORIZER_CONFIGURATION_ERROR', context: {} };
  }
  const { principalId, policyDocument: policy, context } = parsed.data;
  return {
    outcome: allows(policy, methodArn(routed)) ? 'ALLOWED' : 'ACCESS_DENIED',
    context: { ...context, principalId },
  };
}
