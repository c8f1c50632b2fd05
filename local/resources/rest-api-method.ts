import * as z from 'zod';
import type { Cloud } from '../cloud.ts';
import type { LambdaFunctionReference, Method, MockIntegration, RestApi } from '../rest-api/rest-api.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { useFunction } from './lambda.ts';
import { integer, mustBeOff, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';
import { apiOf } from './rest-api.ts';

const gatewayTimeoutMs = 29_000;

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

const parameters = withoutEffect('only request validators use it, and those are refused');

const integration = z.strictObject({
  Type: z.enum(['AWS_PROXY', 'MOCK']),
  Uri: z.string().optional(),
  IntegrationHttpMethod: z.literal('POST').optional(),
  TimeoutInMillis: integer.default(gatewayTimeoutMs),
  RequestTemplates: z.record(z.string(), z.string()).optional(),
  IntegrationResponses: z
    .array(
      z.strictObject({
        StatusCode: z.coerce.string(),
        SelectionPattern: z.string().optional(),
        ResponseParameters: z.record(z.string(), z.string()).default({}),
        ResponseTemplates: z
          .record(z.string(), z.literal('', 'has a template, which is not supported'))
          .optional(),
      }),
    )
    .default([]),
  PassthroughBehavior: withoutEffect('only mapped bodies use it'),
});

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
  RequestModels: parameters,
  RequestParameters: parameters,
});

/** `AWS::ApiGateway::Method` with a Lambda proxy integration, or a MOCK one as the CDK makes for CORS. */
export const method: ResourceHandler<'apis' | 'functions'> = async (resource, { apis, functions }) => {
  const given = readProperties(methodProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  const path = api.paths.get(given.ResourceId);
  if (path === undefined) throw new UnsupportedError(resource, 'its resource is not one of the API');
  const target: Method = {
    authorizer: given.AuthorizationType === 'NONE' ? null : authorizerOf(resource, api, given.AuthorizerId),
    integration:
      given.Integration.Type === 'MOCK'
        ? mockOf(resource, given.Integration)
        : {
            kind: 'proxy',
            ...functionOf(resource, functions, given.Integration.Uri ?? ''),
            timeoutMs: given.Integration.TimeoutInMillis,
          },
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

/** The function of a URI. API Gateway writes it as the path of Lambda's operation Invoke. */
function functionOf(
  resource: ResolvedResource,
  functions: Cloud['functions'],
  uri: string,
): LambdaFunctionReference {
  const [, arn] = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  if (arn === undefined) throw new UnsupportedError(resource, `${uri} is not the invocation of a function`);
  return { fn: useFunction(resource, functions, arn), arn };
}

/** The response whose pattern matches the status of the request template, or else the one without a pattern. */
function mockOf(resource: ResolvedResource, given: z.infer<typeof integration>): MockIntegration {
  const [template = ''] = Object.values(given.RequestTemplates ?? {});
  const [, status] = /^\s*\{\s*"?statusCode"?\s*:\s*"?(\d{3})"?\s*\}\s*$/.exec(template) ?? [];
  if (status === undefined)
    throw new UnsupportedError(resource, 'its request template is not { statusCode: n }');
  const response =
    given.IntegrationResponses.find(
      ({ SelectionPattern: pattern }) => pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(status),
    ) ?? given.IntegrationResponses.find(({ SelectionPattern: pattern }) => pattern === undefined);
  if (response === undefined) throw new UnsupportedError(resource, 'it has no response for its status');
  const headers = Object.entries(response.ResponseParameters).map(([name, expression]) => {
    const [, header] = /^method\.response\.header\.(.+)$/.exec(name) ?? [];
    if (header === undefined || !/^(?:'.*'|context\.[\w.-]+|stageVariables\.\w+)$/.test(expression)) {
      throw new UnsupportedError(resource, `the response parameter ${name}: ${expression} is not supported`);
    }
    return [header, expression] as const;
  });
  return { kind: 'mock', statusCode: Number(response.StatusCode), headers: Object.fromEntries(headers) };
}
