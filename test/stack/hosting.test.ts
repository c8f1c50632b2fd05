import { createContext, runInContext } from 'node:vm';
import { mountedMethods } from './rest-api.ts';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized();
}, 120_000);

const exportedDomain = { 'Fn::ImportValue': expect.stringMatching(/^latchkey-hosting:.*DomainName/) };

const distribution = () =>
  resource(app.hosting, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

describe('the bucket', () => {
  test('is private, encrypted, and read by the distribution alone', () => {
    expect(resource(app.hosting, 'AWS::S3::Bucket').Properties).toMatchObject({
      BucketEncryption: expect.anything(),
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const statements = resource(app.hosting, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement;
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    });
  });
});

describe('the distribution', () => {
  test('speaks HTTPS, HTTP/2 and HTTP/3, and signs what it asks of the bucket', () => {
    expect(distribution()).toMatchObject({
      HttpVersion: 'http2and3',
      PriceClass: 'PriceClass_100',
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      Origins: [{ OriginAccessControlId: { 'Fn::GetAtt': [expect.any(String), 'Id'] } }],
    });
    expect(
      resource(app.hosting, 'AWS::CloudFront::OriginAccessControl').Properties.OriginAccessControlConfig,
    ).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
  });

  test('says 404 of a file that is not there, with no page', () => {
    expect(distribution().CustomErrorResponses).toEqual([
      { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/not-found.txt' },
    ]);
  });

  test('tells browsers what a page may do', () => {
    const { Properties } = resource(app.hosting, 'AWS::CloudFront::ResponseHeadersPolicy');
    const { SecurityHeadersConfig: headers } = Properties.ResponseHeadersPolicyConfig;
    expect(headers).toMatchObject({
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    });
    expect(policyIn(headers, { 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com' })).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "connect-src 'self' https://*.execute-api.eu-west-1.amazonaws.com " +
        'https://*.auth.eu-west-1.amazoncognito.com https://cognito-idp.eu-west-1.amazonaws.com',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });
});

describe('the function before the bucket', () => {
  const rewritten = (uri: string): string => {
    const { FunctionCode } = resource(app.hosting, 'AWS::CloudFront::Function').Properties;
    const event = { request: { uri } };
    return runInContext(`${FunctionCode}; handler(event).uri`, createContext({ event }));
  };

  test.each(['/', '/api-keys', '/users/ann@example.com', '/releases.json', '/index.html', '/assetsx/a.js'])(
    'gives the page for %s',
    (path) => expect(rewritten(path)).toBe('/index.html'),
  );

  test.each(['/assets/index-0a1b.js', '/assets/', '/config.json', '/favicon.svg', '/not-found.txt'])(
    'looks for the file %s',
    (path) => expect(rewritten(path)).toBe(path),
  );

  test('stands before everything that is asked for', () => {
    expect(distribution().DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: expect.anything() },
    ]);
  });
});

describe("the console's stack", () => {
  test('tells the page where API and issuer are', () => {
    const { Fingerprint, Configuration } = resource(app.console, 'Custom::Console').Properties;
    expect(Fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(Configuration).toMatchObject({
      name: 'latchkey',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(Object.keys(Configuration).toSorted()).toEqual([
      'apiUrl',
      'clientId',
      'consoleUrl',
      'issuer',
      'name',
      'version',
    ]);
  });

  test('may write to the bucket of the console, and do nothing else', () => {
    const permissions = ofType(app.console, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect(permissions.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  test.each(['trial', 'keysOnly', 'consoleElsewhere'] as const)('is left out of %s', async (name) => {
    expect((await synthesized(name)).console.Resources).toEqual({});
  });

  test('names the client that the operator has registered at an issuer of their own', async () => {
    const { Configuration } = resource(
      (await synthesized('ownIssuer')).console,
      'Custom::Console',
    ).Properties;
    expect(Configuration).toMatchObject({
      issuer: 'https://login.example.com/',
      clientId: 'latchkey-console',
    });
  });
});

describe('the API lets the console read it', () => {
  test('in answers of the gateway', () => {
    for (const [, { Properties }] of ofType(app.api, 'AWS::ApiGateway::GatewayResponse')) {
      expect(Properties.ResponseParameters).toMatchObject({
        'gatewayresponse.header.Access-Control-Allow-Origin': {
          'Fn::Join': ['', ["'https://", exportedDomain, "'"]],
        },
        'gatewayresponse.header.Vary': "'Origin'",
      });
    }
  });

  test('in preflights of every route', () => {
    const methods = mountedMethods(app.api);
    const preflights = methods.filter(({ httpMethod }) => httpMethod === 'OPTIONS');
    const served = methods.filter(({ httpMethod }) => httpMethod !== 'ANY');
    expect(new Set(preflights.map(({ path }) => path))).toEqual(new Set(served.map(({ path }) => path)));
    for (const { properties } of preflights) {
      expect(properties.Integration.IntegrationResponses[0].ResponseParameters).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': {
          'Fn::Join': ['', ["'https://", exportedDomain, "'"]],
        },
      });
    }
  });

  test('in the settings of functions, which stay JSON', () => {
    const { Variables } = resource(app.api, 'AWS::Lambda::Function', 'reads').Properties.Environment;
    const [, parts] = Variables.LATCHKEY_SETTINGS['Fn::Join'];
    const json = parts
      .map((part: unknown) => (typeof part === 'string' ? part : 'd1.cloudfront.net'))
      .join('');
    expect(JSON.parse(json).consoleOrigin).toBe('https://d1.cloudfront.net');
  });
});

test('names that an account has once, in all regions, end in the region', () => {
  const inRegion = { 'Fn::Join': ['', [expect.stringMatching(/^latchkey-/), { Ref: 'AWS::Region' }]] };
  const { Properties: policy } = resource(app.hosting, 'AWS::CloudFront::ResponseHeadersPolicy');
  const { Properties: access } = resource(app.hosting, 'AWS::CloudFront::OriginAccessControl');
  expect(policy.ResponseHeadersPolicyConfig.Name).toEqual(inRegion);
  expect(access.OriginAccessControlConfig.Name).toEqual(inRegion);
  expect(resource(app.hosting, 'AWS::CloudFront::Function').Properties.Name).toEqual(inRegion);
});

test('outputs say where the console is', () => {
  const documented = Object.keys(app.hosting.Outputs ?? {}).filter((name) => !name.startsWith('Exports'));
  expect(documented.toSorted()).toEqual(['ConsoleUrl', 'DistributionDomainName']);
});

/** The directives of the policy as it is sent in a region. */
function policyIn(
  headers: { ContentSecurityPolicy: { ContentSecurityPolicy: { 'Fn::Join': [string, unknown[]] } } },
  pseudo: Record<string, string>,
): string[] {
  const [separator, parts] = headers.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'];
  return parts
    .map((part) => (typeof part === 'string' ? part : pseudo[(part as { Ref: string }).Ref]))
    .join(separator)
    .split('; ');
}
