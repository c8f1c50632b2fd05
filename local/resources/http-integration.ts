import { checkRequestMapping } from '../rest-api/header-mapping.ts';
import { unmappable } from '../rest-api/http-headers.ts';
import type { HttpIntegration } from '../rest-api/rest-api.ts';
import type { IntegrationProperties } from './integration-properties.ts';
import { toIntegrationResponse } from './integration-response.ts';

/**
 * An HTTP or HTTP_PROXY integration.
 *
 * @param declared the request parameters of the method, to which mappings may refer
 * @throws Error for what is not supported, and for what API Gateway would refuse
 */
export function httpIntegrationOf(
  given: IntegrationProperties,
  declared: ReadonlySet<string>,
): HttpIntegration {
  const { Uri: uri = '', IntegrationHttpMethod: method = '' } = given;
  if (!/^https?:\/\/./.test(uri)) throw new Error(`its URI ${uri} is not one of HTTP`);
  if (method === '') throw new Error('IntegrationHttpMethod is missing');
  const isProxy = given.Type === 'HTTP_PROXY';
  if (given.RequestTemplates !== '')
    throw new Error('request templates of HTTP integrations are not supported');
  if (isProxy && given.IntegrationResponses.length > 0) {
    throw new Error('integration responses have no effect in an HTTP_PROXY integration');
  }
  if (!isProxy && given.PassthroughBehavior === 'NEVER') {
    throw new Error('without request templates, PassthroughBehavior NEVER refuses every request');
  }
  const headers: Record<string, string> = {};
  const pathParameters: Record<string, string> = {};
  for (const [target, expression] of Object.entries(given.RequestParameters)) {
    checkRequestMapping(expression);
    if (expression.startsWith('method.request.') && !declared.has(expression)) {
      throw new Error(`Invalid mapping expression parameter specified: ${expression}`);
    }
    const [, place, name = ''] = /^integration\.request\.(header|path)\.(.+)$/.exec(target) ?? [];
    if (place === undefined || (place === 'header' && unmappable.has(name.toLowerCase()))) {
      throw new Error(`the mapping of ${target} is not supported`);
    }
    (place === 'header' ? headers : pathParameters)[name] = expression;
  }
  for (const [, name = ''] of uri.matchAll(/(?<!\$)\{([^}]+)\}/g)) {
    if (!(name in pathParameters))
      throw new Error(`{${name}} in its URI has no mapping integration.request.path.${name}`);
  }
  const responses = given.IntegrationResponses.map((response) => toIntegrationResponse(response, true));
  return {
    kind: 'http',
    isProxy,
    method,
    uri,
    timeoutMs: given.TimeoutInMillis,
    headers,
    pathParameters,
    responses,
  };
}
