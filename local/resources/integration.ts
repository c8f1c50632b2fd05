import type { Cloud } from '../cloud.ts';
import type { LambdaFunctionReference, Method, MockIntegration } from '../rest-api/rest-api.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { orUnsupported, UnsupportedError } from '../template/unsupported-error.ts';
import { httpIntegrationOf } from './http-integration.ts';
import type { IntegrationProperties } from './integration-properties.ts';
import { toIntegrationResponse } from './integration-response.ts';
import { useFunction } from './lambda.ts';

/**
 * What a method does with a request.
 *
 * @param declared the request parameters of the method, to which mappings may refer
 * @throws UnsupportedError
 */
export function integrationOf(
  resource: ResolvedResource,
  functions: Cloud['functions'],
  given: IntegrationProperties,
  declared: ReadonlySet<string>,
): Method['integration'] {
  if (given.Type === 'HTTP' || given.Type === 'HTTP_PROXY') {
    return orUnsupported(resource, () => httpIntegrationOf(given, declared));
  }
  const [mapped] = Object.keys(given.RequestParameters);
  if (mapped !== undefined) {
    throw new UnsupportedError(
      resource,
      `the mapping of ${mapped} has no effect in an integration of type ${given.Type}`,
    );
  }
  if (given.Type === 'MOCK') return orUnsupported(resource, () => mockOf(given));
  if ((given.IntegrationHttpMethod ?? 'POST') !== 'POST') {
    throw new UnsupportedError(
      resource,
      'IntegrationHttpMethod must be POST, with which functions are invoked',
    );
  }
  return {
    kind: 'proxy',
    ...functionOf(resource, functions, given.Uri ?? ''),
    timeoutMs: given.TimeoutInMillis,
  };
}

/** The function of a URI. API Gateway writes it as the path of Lambda's operation Invoke. */
export function functionOf(
  resource: ResolvedResource,
  functions: Cloud['functions'],
  uri: string,
): LambdaFunctionReference {
  const [, arn] = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  if (arn === undefined) throw new UnsupportedError(resource, `${uri} is not the invocation of a function`);
  return { fn: useFunction(resource, functions, arn), arn };
}

/** The response whose pattern matches the status of the request template, or else the one without a pattern. */
function mockOf(given: IntegrationProperties): MockIntegration {
  const [, status] = /^\s*\{\s*"?statusCode"?\s*:\s*"?(\d{3})"?\s*\}\s*$/.exec(given.RequestTemplates) ?? [];
  if (status === undefined) throw new Error('its request template is not { statusCode: n }');
  const responses = given.IntegrationResponses.map((response) => toIntegrationResponse(response, false));
  const response =
    responses.find(({ pattern }) => pattern?.test(status)) ??
    responses.find(({ pattern }) => pattern === null);
  if (response === undefined) throw new Error('it has no response for its status');
  const refusesOtherTypes = ['NEVER', 'WHEN_NO_TEMPLATES'].includes(
    given.PassthroughBehavior ?? 'WHEN_NO_MATCH',
  );
  return { kind: 'mock', response, refusesOtherTypes };
}
