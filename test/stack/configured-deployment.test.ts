import { certificate, origin, regionalCertificate, zone } from './configurations.ts';
import { mountedMethods } from './rest-api.ts';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized('second');
}, 120_000);

test('gateway responses let the console read them, and no other origin', () => {
  const responses = ofType(app.api, 'AWS::ApiGateway::GatewayResponse');
  expect(responses).toHaveLength(21);
  for (const [, { Properties }] of responses) {
    expect(Properties.ResponseParameters).toMatchObject({
      'gatewayresponse.header.Access-Control-Allow-Origin': `'${origin}'`,
      'gatewayresponse.header.Access-Control-Expose-Headers': expect.stringContaining('WWW-Authenticate'),
      'gatewayresponse.header.Vary': "'Origin'",
    });
  }
  expect(JSON.stringify(app.api)).not.toContain('Access-Control-Allow-Credentials');
});

test('a web ACL stands before the stage where it is wanted, and keeps no request', async () => {
  const acl = resource(app.api, 'AWS::WAFv2::WebACL').Properties;
  expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  expect(acl.Rules).toEqual([
    expect.objectContaining({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 30_000 } },
    }),
  ]);
  for (const { VisibilityConfig } of [acl, ...acl.Rules]) {
    expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
  }
  const { ResourceArn } = resource(app.api, 'AWS::WAFv2::WebACLAssociation').Properties;
  expect(JSON.stringify(ResourceArn)).toMatch(/\/restapis\/.*\/stages\//);
  expect(ofType((await synthesized()).api, 'AWS::WAFv2::WebACL')).toEqual([]);
});

test('every route answers its preflight, without a function', () => {
  const methods = mountedMethods(app.api).filter(({ httpMethod }) => httpMethod !== 'ANY');
  for (const path of new Set(methods.map((method) => method.path))) {
    const offered = methods.filter((method) => method.path === path && method.httpMethod !== 'OPTIONS');
    const preflight = methods.find((method) => method.route === `OPTIONS ${path}`);
    expect(preflight?.properties).toMatchObject({
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode":204}' },
        IntegrationResponses: [
          {
            StatusCode: '204',
            ResponseParameters: {
              'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
              'method.response.header.Access-Control-Allow-Methods': `'${offered.map(({ httpMethod }) => httpMethod).join(', ')}'`,
              'method.response.header.Access-Control-Allow-Headers':
                "'Authorization, Content-Type, If-Match, Idempotency-Key, X-Api-Key'",
              'method.response.header.Access-Control-Max-Age': "'7200'",
              'method.response.header.Cache-Control': "'no-store'",
              'method.response.header.Strict-Transport-Security': expect.stringContaining('max-age'),
              'method.response.header.X-Content-Type-Options': "'nosniff'",
            },
          },
        ],
      },
    });
    const sent = preflight?.properties.Integration.IntegrationResponses[0].ResponseParameters;
    const declared = preflight?.properties.MethodResponses[0].ResponseParameters;
    expect(Object.keys(declared)).toEqual(Object.keys(sent));
  }
});

test('the first administrator is created once, when the tables are there', () => {
  const trigger = resource(app.api, 'Custom::Trigger');
  expect(trigger.Properties.ExecuteOnHandlerChange).toBe(false);
  const { Properties } = resource(app.api, 'AWS::Lambda::Function', 'BootstrapFunction');
  expect(Properties.Environment.Variables.ADMIN_EMAIL).toBe('admin@example.com');
});

test('functions get the configuration, and log groups mask the configured prefix', () => {
  const { Properties } = resource(app.api, 'AWS::Lambda::Function', 'Authorizer');
  expect(JSON.parse(Properties.Environment.Variables.LATCHKEY_SETTINGS)).toMatchObject({
    prefix: 'acme',
    consoleOrigin: origin,
  });
  const audit = resource(app.data, 'AWS::Logs::LogGroup', 'LogsAudit').Properties;
  expect(audit.LogGroupName).toBe('/second/audit');
  expect(audit.DataProtectionPolicy.Configuration.CustomDataIdentifier[0].Regex).toMatch(/^acme_/);
});

test("an account that has API Gateway's logging role keeps its own", () => {
  expect(ofType(app.api, 'Custom::GatewayLogging')).toEqual([]);
});

test('the console answers under its own name, with TLS 1.2 at least', () => {
  const { Properties } = resource(app.hosting, 'AWS::CloudFront::Distribution');
  expect(Properties.DistributionConfig).toMatchObject({
    Aliases: ['keys.example.com'],
    ViewerCertificate: {
      AcmCertificateArn: certificate,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    },
  });
  expect(app.hosting.Outputs?.ConsoleUrl?.Value).toBe(`${origin}/`);
  expect(
    resource(app.identity, 'AWS::Cognito::UserPoolClient', 'ConsoleClient').Properties.CallbackURLs,
  ).toEqual([`${origin}/`]);
});

describe('a name of its own', () => {
  test('stands before the API, with the same paths', () => {
    expect(resource(app.api, 'AWS::ApiGateway::DomainName').Properties).toEqual({
      DomainName: 'keys-api.example.com',
      RegionalCertificateArn: regionalCertificate,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    const mapping = resource(app.api, 'AWS::ApiGateway::BasePathMapping').Properties;
    expect(mapping.BasePath).toBe(resource(app.api, 'AWS::ApiGateway::Stage').Properties.StageName);
    expect(app.api.Outputs?.ApiUrl?.Value).toBe('https://keys-api.example.com/api/v1');
  });

  test('is what the pages of the console may call, and no other API', () => {
    const policy = resource(app.hosting, 'AWS::CloudFront::ResponseHeadersPolicy').Properties;
    const text = JSON.stringify(policy);
    expect(text).toContain('https://keys-api.example.com');
    expect(text).not.toContain('execute-api');
  });

  test.each([
    ['api', 'keys-api.example.com.'],
    ['hosting', 'keys.example.com.'],
  ] as const)('has records in its zone, made by the stack %s', (stack, name) => {
    const records = ofType(app[stack], 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
    expect(records).toMatchObject([
      { Type: 'A', HostedZoneId: zone, Name: name },
      { Type: 'AAAA', HostedZoneId: zone, Name: name },
    ]);
  });
});
