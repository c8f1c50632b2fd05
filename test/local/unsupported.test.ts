import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { haveLoaded, keepLoaded } from '../../local/synth/loaded-functions.ts';
import type { TemplateResource } from '../../local/template/template.ts';
import { functionResource, Laptop } from './laptop.ts';
import { distributionConfig } from './pages.ts';

let laptop: Laptop;

beforeAll(async () => {
  laptop = await Laptop.start();
});

afterAll(() => laptop.stopAndForget());

const api: Record<string, TemplateResource> = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test' } },
};
const table = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
};
const inApi = { RestApiId: { Ref: 'Api' } };
const root = { ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } };
const client = {
  UserPoolId: 'elsewhere',
  AllowedOAuthFlows: ['code'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: [],
};
const bundles = { f: 'exports.handler = async () => {}' };

test.each<[string, Record<string, TemplateResource>]>([
  ['X (AWS::SQS::Queue): this resource type is not supported', { X: { Type: 'AWS::SQS::Queue' } }],
  ['X (Custom::Thing): this resource type is not supported', { X: { Type: 'Custom::Thing' } }],
  [
    'X (AWS::ApiGateway::UsagePlan): usage plans are not emulated',
    { X: { Type: 'AWS::ApiGateway::UsagePlan' } },
  ],
  [
    'X (AWS::DynamoDB::Table): the property LocalSecondaryIndexes is not supported',
    { X: { Type: 'AWS::DynamoDB::Table', Properties: { ...table, LocalSecondaryIndexes: [] } } },
  ],
  [
    'X (AWS::ApiGateway::RestApi): the property BinaryMediaTypes is not supported',
    { X: { Type: 'AWS::ApiGateway::RestApi', Properties: { BinaryMediaTypes: ['*/*'] } } },
  ],
  [
    'X (AWS::ApiGateway::Method): the property ApiKeyRequired: is not supported',
    {
      ...api,
      X: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          ...inApi,
          ...root,
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          ApiKeyRequired: true,
          Integration: { Type: 'MOCK' },
        },
      },
    },
  ],
  [
    'X (AWS::ApiGateway::Method): the property AuthorizationType: only NONE and CUSTOM',
    {
      ...api,
      X: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          ...inApi,
          ...root,
          HttpMethod: 'GET',
          AuthorizationType: 'AWS_IAM',
          Integration: { Type: 'MOCK' },
        },
      },
    },
  ],
  [
    'X (AWS::ApiGateway::Authorizer): the property AuthorizerResultTtlInSeconds: must be 0',
    {
      ...api,
      X: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: { ...inApi, Type: 'REQUEST', AuthorizerUri: 'x', AuthorizerResultTtlInSeconds: 300 },
      },
    },
  ],
  [
    'X (AWS::ApiGateway::GatewayResponse): the template uses $input',
    {
      ...api,
      X: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          ...inApi,
          ResponseType: 'THROTTLED',
          ResponseTemplates: { 'application/json': '$input.body' },
        },
      },
    },
  ],
  [
    'X (AWS::Logs::LogGroup): Fn::FindInMap is not supported',
    {
      X: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::FindInMap': ['a', 'b', 'c'] } } },
    },
  ],
  [
    'X (AWS::Logs::SubscriptionFilter): the filter pattern ERROR is not supported',
    {
      F: functionResource('f'),
      X: {
        Type: 'AWS::Logs::SubscriptionFilter',
        Properties: {
          LogGroupName: 'g',
          DestinationArn: { 'Fn::GetAtt': ['F', 'Arn'] },
          FilterPattern: 'ERROR',
        },
      },
    },
  ],
  [
    'X (AWS::Cognito::UserPool): the property LambdaConfig.PostConfirmation is not supported',
    { X: { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { PostConfirmation: 'arn' } } } },
  ],
  [
    'X (AWS::Cognito::UserPoolClient): the property AllowedOAuthFlows.0: only the authorization code flow is supported',
    {
      X: { Type: 'AWS::Cognito::UserPoolClient', Properties: { ...client, AllowedOAuthFlows: ['implicit'] } },
    },
  ],
  [
    'X (AWS::Cognito::UserPoolClient): the property GenerateSecret: is not supported on a laptop',
    { X: { Type: 'AWS::Cognito::UserPoolClient', Properties: { ...client, GenerateSecret: true } } },
  ],
  [
    'X (AWS::Cognito::UserPoolClient): there is no user pool elsewhere',
    { X: { Type: 'AWS::Cognito::UserPoolClient', Properties: client } },
  ],
  [
    'X (AWS::Cognito::IdentityPool): this resource type is not supported',
    { X: { Type: 'AWS::Cognito::IdentityPool' } },
  ],
  [
    'X (AWS::CloudFront::Distribution): the property Thing is not supported',
    {
      X: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: { DistributionConfig: distributionConfig, Thing: 1 },
      },
    },
  ],
  [
    'X (AWS::Lambda::EventSourceMapping): arn:aws:sqs:x is not the stream of a table',
    {
      F: functionResource('f'),
      X: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'F' },
          EventSourceArn: 'arn:aws:sqs:x',
          StartingPosition: 'LATEST',
        },
      },
    },
  ],
  [
    'X (Custom::Trigger): the function test-F needs python3.13',
    {
      F: functionResource('f', { Runtime: 'python3.13' }),
      X: {
        Type: 'Custom::Trigger',
        Properties: { ServiceToken: 'x', HandlerArn: { 'Fn::GetAtt': ['F', 'Arn'] } },
      },
    },
  ],
  [
    'X (Custom::Trigger): the function failed: RangeError: no seed',
    {
      F: functionResource('bad'),
      X: {
        Type: 'Custom::Trigger',
        Properties: { ServiceToken: 'x', HandlerArn: { 'Fn::GetAtt': ['F', 'Arn'] } },
      },
    },
  ],
  [
    'X (AWS::ApiGateway::Stage): the property Variables.latchkey: API Gateway allows only',
    {
      ...api,
      X: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { ...inApi, StageName: 'prod', Variables: { latchkey: 'a b' } },
      },
    },
  ],
  [
    'X (AWS::ApiGateway::Stage): the property StageName: has a meaning of its own',
    { ...api, X: { Type: 'AWS::ApiGateway::Stage', Properties: { ...inApi, StageName: '_apis' } } },
  ],
  [
    'Second (AWS::ApiGateway::Stage): the API already has a stage prod',
    Object.fromEntries([
      ...Object.entries(api),
      ...['First', 'Second'].map((logicalId) => [
        logicalId,
        { Type: 'AWS::ApiGateway::Stage', Properties: { ...inApi, StageName: 'prod' } },
      ]),
    ]),
  ],
])('stops the start: %s', async (message, resources) => {
  const bad = 'exports.handler = async () => { throw new RangeError("no seed"); }';
  await expect(laptop.deploy(resources, { ...bundles, bad })).rejects.toThrow(`test: ${message}`);
});

const http = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://orders.example/' };

test.each<[string, object]>([
  ['its URI orders.example is not one of HTTP', { ...http, Uri: 'orders.example' }],
  ['IntegrationHttpMethod is missing', { ...http, IntegrationHttpMethod: undefined }],
  [
    '{id} in its URI has no mapping integration.request.path.id',
    { ...http, Uri: 'https://orders.example/{id}' },
  ],
  [
    'Invalid mapping expression parameter specified: method.request.path.id',
    { ...http, RequestParameters: { 'integration.request.path.id': 'method.request.path.id' } },
  ],
  [
    'the mapping method.request.body.id is not supported',
    { ...http, RequestParameters: { 'integration.request.path.id': 'method.request.body.id' } },
  ],
  [
    'the mapping of integration.request.header.X-Amzn-Trace-Id is not supported',
    { ...http, RequestParameters: { 'integration.request.header.X-Amzn-Trace-Id': "'x'" } },
  ],
  [
    'the mapping of integration.request.querystring.x is not supported',
    { ...http, RequestParameters: { 'integration.request.querystring.x': "'x'" } },
  ],
  [
    'the property Integration.ConnectionType: private links are not supported',
    { ...http, ConnectionType: 'VPC_LINK' },
  ],
  ['request templates of HTTP integrations', { ...http, RequestTemplates: { 'application/json': '{}' } }],
  ['integration responses have no effect', { ...http, IntegrationResponses: [{ StatusCode: 200 }] }],
  [
    'PassthroughBehavior NEVER refuses every request',
    { ...http, Type: 'HTTP', PassthroughBehavior: 'NEVER' },
  ],
  [
    'the mapping of integration.request.header.X-A has no effect in an integration of type AWS_PROXY',
    { Type: 'AWS_PROXY', RequestParameters: { 'integration.request.header.X-A': "'x'" } },
  ],
])('an integration stops the start: %s', async (message, integration) => {
  const Properties = {
    ...inApi,
    ...root,
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: integration,
  };
  const X = { Type: 'AWS::ApiGateway::Method', Properties };
  await expect(laptop.deploy({ ...api, X })).rejects.toThrow(message);
});

test('a table of another shape stops the start, the same one is kept', async () => {
  const named = { ...table, TableName: 'kept-table' };
  const resource = (properties: object) => ({
    T: { Type: 'AWS::DynamoDB::Table', Properties: { ...properties } },
  });
  await laptop.deploy(resource(named));
  await laptop.deploy(resource(named));
  const withStream = { ...named, StreamSpecification: { StreamViewType: 'KEYS_ONLY' } };
  await expect(laptop.deploy(resource(withStream))).rejects.toThrow(
    'exists with other keys, indexes or stream',
  );
});

test('a second user pool stops the start', async () => {
  const pool = { Type: 'AWS::Cognito::UserPool' };
  await expect(laptop.deploy({ First: pool, Second: pool })).rejects.toThrow(
    'test: Second (AWS::Cognito::UserPool): there is another user pool already',
  );
});

test('a function that is used and cannot be loaded stops the start, until all of its assembly have loaded', async () => {
  const resources = {
    F: functionResource('broken'),
    G: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/g' } },
    X: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: { LogGroupName: '/g', DestinationArn: { 'Fn::GetAtt': ['F', 'Arn'] }, FilterPattern: '' },
    },
  };
  const bundles = { broken: 'throw new Error("no module")' };
  const assemblies = ['own', 'other'].map((name) => join(laptop.folder, name));
  await Promise.all(assemblies.map((assembly) => mkdir(assembly)));
  await keepLoaded(assemblies.slice(1));
  await expect(laptop.deploy(resources, bundles, haveLoaded(assemblies))).rejects.toThrow(
    'the function test-F cannot be loaded: Error: no module',
  );
  await keepLoaded(assemblies);
  await laptop.deploy(resources, bundles, haveLoaded(assemblies));
  expect(await laptop.cloud.functions.use('test-F').invoke({})).toMatchObject({
    error: { errorMessage: 'no module' },
  });
});
