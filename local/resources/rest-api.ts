import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Cloud } from '../cloud.ts';
import { checkTemplate } from '../rest-api/context-variables.ts';
import { checkHeaderMapping } from '../rest-api/header-mapping.ts';
import type { RestApi } from '../rest-api/rest-api.ts';
import { apisSegment } from '../rest-api/stage-address.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { orUnsupported, UnsupportedError } from '../template/unsupported-error.ts';
import { integer, mustBeOff, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const description = withoutEffect('it is for readers');

const apiProperties = z.strictObject({
  Name: z.string().optional(),
  ApiKeySourceType: withoutEffect('methods that ask for an API key of API Gateway are refused'),
  Description: description,
  DisableExecuteApiEndpoint: mustBeOff,
  EndpointConfiguration: withoutEffect('there is one endpoint on a laptop'),
  SecurityPolicy: withoutEffect('the laptop speaks plain HTTP on loopback'),
  EndpointAccessMode: withoutEffect('the laptop speaks plain HTTP on loopback'),
  Tags: description,
});

/** `AWS::ApiGateway::RestApi`. Bodies are text, since binary media types are not supported. */
export const restApi: ResourceHandler<'apis'> = async (resource, { apis }) => {
  const { Name: name = resource.logicalId } = readProperties(apiProperties, resource);
  const id = apiId(resource);
  const rootResourceId = `${id}-root`;
  apis.set(id, {
    id,
    name,
    rootResourceId,
    paths: new Map([[rootResourceId, '/']]),
    routes: [],
    authorizers: new Map(),
    gatewayResponses: new Map(),
    stages: new Map(),
  });
  return { ref: id, attributes: { RootResourceId: rootResourceId, RestApiId: id } };
};

/** The same at every start, since protected APIs are registered with it. */
function apiId({ stackName, logicalId }: ResolvedResource): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return BigInt(`0x${hash}`).toString(36).padStart(10, '0').slice(-10);
}

const resourceProperties = z.strictObject({
  RestApiId: z.string(),
  ParentId: z.string(),
  PathPart: z.string(),
});

/** `AWS::ApiGateway::Resource`: one segment of a path. */
export const apiResource: ResourceHandler<'apis'> = async (resource, { apis }) => {
  const given = readProperties(resourceProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  const parent = api.paths.get(given.ParentId);
  if (parent === undefined) throw new UnsupportedError(resource, 'its parent is not a resource of the API');
  const id = `${api.id}-${resource.logicalId}`;
  api.paths.set(id, `${parent === '/' ? '' : parent}/${given.PathPart}`);
  return { ref: id, attributes: { ResourceId: id } };
};

const responseProperties = z.strictObject({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: integer.optional(),
  ResponseParameters: z.record(z.string().startsWith('gatewayresponse.header.'), z.string()).default({}),
  ResponseTemplates: z
    .strictObject({ 'application/json': z.string().optional() }, 'only a template for JSON is supported')
    .default({}),
});

/** `AWS::ApiGateway::GatewayResponse`. Only the one for JSON is chosen by API Gateway whatever a client accepts. */
export const gatewayResponse: ResourceHandler<'apis'> = async (resource, { apis }) => {
  const given = readProperties(responseProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  const template = given.ResponseTemplates['application/json'] ?? null;
  orUnsupported(resource, () => {
    checkTemplate(template ?? '');
    for (const expression of Object.values(given.ResponseParameters)) checkHeaderMapping(expression);
  });
  const headers = Object.entries(given.ResponseParameters).map(([name, expression]) => [
    name.slice('gatewayresponse.header.'.length),
    expression,
  ]);
  api.gatewayResponses.set(given.ResponseType, {
    statusCode: given.StatusCode ?? null,
    headers: Object.fromEntries(headers),
    template,
  });
  return { ref: `${api.id}-${given.ResponseType}`, attributes: { Id: given.ResponseType } };
};

const methodSetting = z.looseObject({
  CachingEnabled: mustBeOff,
});

const stageProperties = z.strictObject({
  RestApiId: z.string(),
  StageName: z
    .string()
    .regex(/^[\w-]{1,128}$/, 'only letters, digits, hyphens and underscores are allowed')
    .refine((name) => name !== apisSegment, 'has a meaning of its own on a laptop'),
  DeploymentId: withoutEffect('the laptop always serves what the template says'),
  AccessLogSetting: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  CacheClusterEnabled: mustBeOff,
  CacheClusterSize: withoutEffect('the cache is off'),
  Description: description,
  DocumentationVersion: description,
  MethodSettings: z.array(methodSetting).optional(),
  Tags: description,
  TracingEnabled: withoutEffect('there is no X-Ray on a laptop'),
  Variables: z
    .record(
      z.string().regex(/^\w+$/),
      z.coerce.string().regex(/^[\w.~:/?#&=,-]+$/, 'API Gateway allows only A-Z a-z 0-9 and -._~:/?#&=,'),
    )
    .default({}),
});

/** `AWS::ApiGateway::Stage`: a segment of every URL (`stage-address.ts`). Throttling is not emulated. */
export const stage: ResourceHandler<'apis' | 'logs'> = async (resource, { apis, logs }) => {
  const given = readProperties(stageProperties, resource);
  const api = apiOf(resource, apis, given.RestApiId);
  if (api.stages.has(given.StageName)) {
    throw new UnsupportedError(resource, `the API already has a stage ${given.StageName}`);
  }
  api.stages.set(given.StageName, {
    name: given.StageName,
    variables: given.Variables,
    accessLog: accessLogOf(resource, logs, given.AccessLogSetting),
  });
  return { ref: given.StageName, attributes: {} };
};

function accessLogOf(
  resource: ResolvedResource,
  logs: Cloud['logs'],
  setting: { DestinationArn: string; Format: string } | undefined,
) {
  if (setting === undefined) return null;
  const [, logGroupName = ''] = /:log-group:([^:]+)(?::\*)?$/.exec(setting.DestinationArn) ?? [];
  if (logs.get(logGroupName) === undefined) {
    throw new UnsupportedError(resource, `${setting.DestinationArn} is not a log group of the templates`);
  }
  return { logGroupName, format: setting.Format };
}

/** The API that a resource belongs to. */
export function apiOf(resource: ResolvedResource, apis: Cloud['apis'], id: string): RestApi {
  const api = apis.get(id);
  if (api === undefined) throw new UnsupportedError(resource, `there is no REST API ${id}`);
  return api;
}
