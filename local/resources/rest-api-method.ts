import * as z from 'zod';
import type { LambdaFunctionReference, Method, RestApi } from '../rest-api/rest-api.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { functionOf, integrationOf } from './integration.ts';
import { integration } from './integration-properties.ts';
import { flag, integer, mustBeOff, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';
import { apiOf } from './rest-api.ts';

const authorizerProperties = z.strictObject({
  RestApiId: z.string(),
  Type: z.literal('REQUEST', 'only authorizers of type REQUEST are supported'),
  AuthorizerUri: z.string(),
  AuthorizerResultTtlInSeconds: integer.refine(
    (seconds) => seconds === 0,
    'must be 0: results are not cached on a laptop',
  ),
  IdentitySource: z
    .literal('', 'must be empty: without the source, API Gateway would answer 401 and not ask the authorizer')
    .optional(),
  Name: withoutEffect('it is for readers'),
  AuthType: withoutEffect('for import and export'),
  AuthorizerCredentials: withoutEffect('the laptop checks no IAM permissions'),
});

/** `AWS::ApiGateway::Authorizer`: a Lambda authorizer of type REQUEST without caching. */
export const authorizer: ResourceHandler<'apis' | 'functions'> = async (resource, { apis, functions }) => {
  const given = readProperties(authorizerProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  const id = `${api.id}-${resource.logicalId}`;
  api.authorizers.set(id, functionOf(resource, functions, given.AuthorizerUri));
  return { ref: id, attributes: { AuthorizerId: id } };
};

const methodProperties = z.strictObject({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.enum(['NONE', 'CUSTOM'], 'only NONE and CUSTOM are supported'),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: mustBeOff,
  Integration: integration,
  AuthorizationScopes: z.array(z.unknown()).max(0).optional(),
  OperationName: withoutEffect('it is for readers'),
  MethodResponses: withoutEffect('they document what integrations return'),
  RequestModels: withoutEffect('only request validators use them, and those are refused'),
  /** What mappings may refer to. */
  RequestParameters: z.record(z.string(), flag).default({}),
});

/** `AWS::ApiGateway::Method` with a Lambda proxy, HTTP or MOCK integration. */
export const method: ResourceHandler<'apis' | 'functions'> = async (resource, { apis, functions }) => {
  const given = readProperties(methodProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  const path = api.paths.get(given.ResourceId);
  if (path === undefined) throw new UnsupportedError(resource, 'its resource is not one of the API');
  const declared = new Set(Object.keys(given.RequestParameters));
  const target: Method = {
    authorizer: given.AuthorizationType === 'NONE' ? null : authorizerOf(resource, api, given.AuthorizerId),
    integration: integrationOf(resource, functions, given.Integration, declared),
  };
  api.routes.push({ method: given.HttpMethod, path, target });
  return { ref: `${api.id}-${resource.logicalId}`, attributes: {} };
};

function authorizerOf(
  resource: ResolvedResource,
  api: RestApi,
  id: string | undefined,
): LambdaFunctionReference {
  const found = api.authorizers.get(id ?? '');
  if (found === undefined) throw new UnsupportedError(resource, 'its authorizer is not one of the templates');
  return found;
}
