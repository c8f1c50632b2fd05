import type { TemplateResource } from '../../local/template/template.ts';
import { functionResource } from './laptop.ts';

/** Answers by the `X-Do` header, which names what should go wrong. */
export const authorizerSource = `
exports.handler = async (event) => {
  const what = event.headers['X-Do'] ?? 'nothing';
  if (what === 'throw') throw new Error('boom');
  if (what === 'unauthorized') throw new Error('Unauthorized');
  if (what === 'crash') process.exit(1);
  if (what === 'show') throw new Error(String(process.stdout.write(JSON.stringify({ event }) + '\\n')));
  if (what === 'malformed') return { principalId: 'p' };
  const allowed = event.methodArn.split('/').slice(0, 2).join('/') + '/*';
  return {
    principalId: 'p',
    policyDocument: { Version: '2012-10-17', Statement: [
      { Effect: what === 'deny' ? 'Deny' : 'Allow', Action: 'execute-api:Invoke', Resource: allowed }] },
    context: { code: what === 'deny' ? 'API_KEY_PAUSED' : 'VALID', number: 7, flag: true,
      ...(what === 'large' && { large: 'x'.repeat(9000) }), ...(what === 'nested' && { nested: {} }) },
  };
};`;

export const handlerSource = `
exports.handler = async (event) => {
  const mode = event.queryStringParameters?.mode;
  if (mode === 'throw') throw new TypeError('secret detail');
  if (mode === 'spin') for (;;);
  if (mode === 'malformed') return { body: {} };
  if (mode === 'bad-header') return { statusCode: 200, headers: { 'X-A': 'a\\nb' } };
  if (mode === 'headers') return { statusCode: 200, headers: { 'WWW-Authenticate': 'Basic', 'X-One': '1' },
    multiValueHeaders: { 'Set-Cookie': ['a', 'b'], 'X-One': ['1'] }, body: '{}' };
  if (mode === 'unknown-member') return { statusCode: 200, cookies: [] };
  if (mode === 'number-header') return { statusCode: 200, headers: { Age: 1 } };
  if (mode === 'empty') return { statusCode: 204 };
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event) };
};`;

function apiResource(type: string, properties: Record<string, unknown>): TemplateResource {
  return { Type: `AWS::ApiGateway::${type}`, Properties: { RestApiId: { Ref: 'Api' }, ...properties } };
}

function uri(logicalId: string) {
  const arn = { 'Fn::GetAtt': [logicalId, 'Arn'] };
  return {
    'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', arn, '/invocations']],
  };
}

function path(parent: unknown, part: string): TemplateResource {
  return apiResource('Resource', { ParentId: parent, PathPart: part });
}

function proxy(resource: string, method: string, more: Record<string, unknown> = {}): TemplateResource {
  return apiResource('Method', {
    ResourceId: { Ref: resource },
    HttpMethod: method,
    AuthorizationType: 'NONE',
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri('Handler') },
    ...more,
  });
}

function nothing(resource: string): TemplateResource {
  return apiResource('Method', {
    ResourceId: { Ref: resource },
    HttpMethod: 'ANY',
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode": 404}' },
      PassthroughBehavior: 'NEVER',
      IntegrationResponses: [
        {
          StatusCode: '404',
          ResponseTemplates: { 'application/json': '{"at":"https://$context.domainName/$context.stage"}' },
          ResponseParameters: { 'method.response.header.Content-Type': "'application/problem+json'" },
        },
      ],
    },
  });
}

function gatewayResponse(type: string, status: string | undefined, template: string): TemplateResource {
  return apiResource('GatewayResponse', {
    ResponseType: type,
    ...(status !== undefined && { StatusCode: status }),
    ResponseParameters: {
      'gatewayresponse.header.X-Request-Id': 'context.requestId',
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
    },
    ResponseTemplates: { 'application/json': template },
  });
}

const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

/** A REST API with open, guarded and broken routes. */
export const resources: Record<string, TemplateResource> = {
  AuthorizerFn: functionResource('authorizer'),
  Handler: functionResource('handler', { Timeout: 1 }),
  AccessLog: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/test/access' } },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test' } },
  Authorizer: apiResource('Authorizer', {
    Type: 'REQUEST',
    AuthorizerUri: uri('AuthorizerFn'),
    AuthorizerResultTtlInSeconds: 0,
  }),
  Open: path({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'open'),
  Guarded: path({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'guarded'),
  One: path({ Ref: 'Guarded' }, '{id}'),
  GetOpen: proxy('Open', 'GET'),
  PostOpen: proxy('Open', 'POST'),
  OptionsOpen: apiResource('Method', {
    ResourceId: { Ref: 'Open' },
    HttpMethod: 'OPTIONS',
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
      PassthroughBehavior: 'NEVER',
      IntegrationResponses: [
        {
          StatusCode: '204',
          ResponseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
            'method.response.header.X-Request-Id': 'context.requestId',
          },
        },
      ],
    },
  }),
  GetOne: proxy('One', 'GET', custom),
  Closed: path({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'closed'),
  GetClosed: proxy('Closed', 'GET'),
  Below: path({ Ref: 'Closed' }, '{proxy+}'),
  AnyClosed: nothing('Closed'),
  AnyBelow: nothing('Below'),
  Missing: gatewayResponse('MISSING_AUTHENTICATION_TOKEN', '404', '{"code":"NOT_FOUND"}'),
  Signature: gatewayResponse('INVALID_SIGNATURE', '404', '{"code":"NOT_FOUND","as":"signature"}'),
  MediaType: gatewayResponse('UNSUPPORTED_MEDIA_TYPE', '404', '{"code":"NOT_FOUND","as":"media type"}'),
  Denied: gatewayResponse(
    'ACCESS_DENIED',
    '401',
    '{"code":"$context.authorizer.code","requestId":"$context.requestId"}',
  ),
  Failed: gatewayResponse('AUTHORIZER_CONFIGURATION_ERROR', '503', '{"code":"UNAVAILABLE"}'),
  Default4: gatewayResponse('DEFAULT_4XX', undefined, '{"type":"$context.error.responseType"}'),
  Default5: gatewayResponse('DEFAULT_5XX', '500', '{"message":$context.error.messageString}'),
  Stage: apiResource('Stage', {
    StageName: 'stage',
    AccessLogSetting: {
      DestinationArn: { 'Fn::GetAtt': ['AccessLog', 'Arn'] },
      Format: '{"id":"$context.requestId","status":"$context.status","agent":"$context.identity.userAgent"}',
    },
  }),
};
