import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Route, routes } from '../../lambdas/contract/routes.ts';
import { integratedFunction, type MountedMethod, mountedMethods } from './rest-api.ts';
import { ofType, resource, type Synthesized, synthesized, type Template } from './synthesized.ts';

/** Whoever adds to this list opens a door; the list in the contract alone is not enough. */
const publicRoutes = new Set([
  'GET /v1/health',
  'GET /v1/config',
  'GET /v1/openapi.json',
  'GET /v1/problems/{code}',
]);

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized();
}, 120_000);

describe('routes', () => {
  test('are those of the contract', () => {
    const mounted = served().map(({ route }) => route);
    expect(mounted.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  test('are behind the authorizer, or on the list of public ones', () => {
    const [authorizerId] = ofType(app.api, 'AWS::ApiGateway::Authorizer')[0] ?? [];
    for (const { route, properties } of served()) {
      const expected = publicRoutes.has(route)
        ? { AuthorizationType: 'NONE' }
        : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizerId } };
      expect({ route, ...properties }).toMatchObject({ route, ...expected });
    }
  });

  test('call the function that the contract names, by proxy', () => {
    for (const method of served()) {
      const route = routes.find(({ method: verb, path }) => `${verb} ${path}` === method.route);
      expect(method.properties.Integration).toMatchObject({
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
      });
      expect(integratedFunction(method)).toMatch(
        new RegExp(`^${route?.function.replaceAll('-', '')}[0-9A-F]{8}$`),
      );
    }
  });

  test('have an authorizer that is asked about every request and never cached', () => {
    const { Properties } = resource(app.api, 'AWS::ApiGateway::Authorizer');
    expect(Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
    expect(Properties).not.toHaveProperty('IdentitySource');
    expect(Properties).not.toHaveProperty('IdentityValidationExpression');
    const [aliasId] = ofType(app.api, 'AWS::Lambda::Alias').find(([id]) => id.startsWith('Authorizer')) ?? [];
    expect(resource(app.api, 'AWS::Lambda::Alias', 'Authorizer').Properties.Name).toBe('live');
    expect(JSON.stringify(Properties.AuthorizerUri)).toContain(`"Ref":"${aliasId}"`);
  });

  test('may be called by this API alone', () => {
    const permissions = ofType(app.api, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      // Any gateway of the account may ask the gateway authorizer.
      .filter(
        ({ Principal, FunctionName }) =>
          !['logs.amazonaws.com', 'events.amazonaws.com'].includes(Principal) &&
          !JSON.stringify(FunctionName).includes('GatewayAuthorizer'),
      );
    const functions = new Set(routes.map((route) => route.function));
    expect(permissions).toHaveLength(functions.size + 1);
    for (const permission of permissions) {
      expect(permission.Principal).toBe('apigateway.amazonaws.com');
      expect(JSON.stringify(permission.SourceArn)).toMatch(/RestApi[0-9A-F]{8}/);
    }
  });
});

describe('what is no route', () => {
  const unknown = () => mountedMethods(app.api).filter(({ httpMethod }) => httpMethod === 'ANY');

  test('has a method on every resource, on the root and below', () => {
    const resources = ofType(app.api, 'AWS::ApiGateway::Resource').map(([id]) => ({ Ref: id }));
    const answered = unknown().map(({ properties }) => properties.ResourceId);
    const root = { 'Fn::GetAtt': [expect.stringContaining('RestApi'), 'RootResourceId'] };
    expect(answered).toHaveLength(resources.length + 1);
    expect(answered).toEqual(expect.arrayContaining([root, ...resources]));
    expect(unknown().map(({ path }) => path)).toContain('/{proxy+}');
  });

  test('is answered 404 by the gateway alone, to everybody and whatever they send', () => {
    for (const { properties } of unknown()) {
      const { Integration, AuthorizationType, MethodResponses } = properties;
      expect(AuthorizationType).toBe('NONE');
      expect(Integration).toMatchObject({
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode":404}' },
        PassthroughBehavior: 'NEVER',
      });
      expect(Integration).not.toHaveProperty('Uri');
      const [response] = Integration.IntegrationResponses;
      expect(JSON.parse(response.ResponseTemplates['application/json'])).toEqual({
        type: 'https://$context.domainName/api/v1/problems/NOT_FOUND',
        title: 'Not Found',
        status: 404,
        detail: 'Not found',
        code: 'NOT_FOUND',
        requestId: '$context.requestId',
      });
      expect(response).toMatchObject({
        StatusCode: '404',
        ResponseParameters: {
          'method.response.header.Content-Type': "'application/problem+json'",
          'method.response.header.X-Request-Id': 'context.requestId',
          'method.response.header.Cache-Control': "'no-store'",
        },
      });
      expect(Object.keys(MethodResponses[0].ResponseParameters)).toEqual(
        Object.keys(response.ResponseParameters),
      );
    }
  });
});

describe('the stage', () => {
  test('throttles, and logs neither headers nor paths as sent', () => {
    const { Properties: stage } = resource(app.api, 'AWS::ApiGateway::Stage');
    expect(stage.StageName).toBe('api');
    expect(stage.TracingEnabled).toBe(false);
    const quiet = { MetricsEnabled: false, LoggingLevel: 'OFF', DataTraceEnabled: false };
    const paced = (rate: number, burst: number) => ({
      ...quiet,
      ThrottlingRateLimit: rate,
      ThrottlingBurstLimit: burst,
    });
    const open = (routes as readonly Route[]).filter(({ access }) => access === 'public');
    expect(stage.MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', ...paced(5000, 2500) },
      ...open.map(({ method, path }) => ({
        HttpMethod: method,
        // Slashes of a resource's path are escaped (API reference, MethodSetting).
        ResourcePath: `/${path.replaceAll('/', '~1')}`,
        ...paced(50, 100),
      })),
    ]);
    const variables: string[] = Object.values(JSON.parse(stage.AccessLogSetting.Format));
    expect(variables).toContain('$context.resourcePath');
    for (const variable of variables) {
      expect(variable).toMatch(/^\$context\.[A-Za-z.]+$/);
      expect(variable).not.toMatch(/^\$context\.(path|customDomain|identity\.(?!sourceIp$))/);
    }
  });
});

describe('gateway responses', () => {
  const bodyOf = (properties: { ResponseTemplates: Record<string, string> }) =>
    JSON.parse(properties.ResponseTemplates['application/json'] ?? '{}') as Record<string, unknown>;

  test.each([
    ['ACCESS_DENIED', 401, '$context.authorizer.code'],
    ['API_CONFIGURATION_ERROR', 500, 'INTERNAL'],
    ['AUTHORIZER_CONFIGURATION_ERROR', 503, 'UNAVAILABLE'],
    ['AUTHORIZER_FAILURE', 503, 'UNAVAILABLE'],
    ['BAD_REQUEST_BODY', 400, 'INVALID'],
    ['BAD_REQUEST_PARAMETERS', 400, 'INVALID'],
    ['DEFAULT_4XX', 400, 'INVALID'],
    ['DEFAULT_5XX', 500, 'INTERNAL'],
    ['EXPIRED_TOKEN', 404, 'NOT_FOUND'],
    ['INTEGRATION_FAILURE', 503, 'UNAVAILABLE'],
    ['INTEGRATION_TIMEOUT', 503, 'UNAVAILABLE'],
    ['INVALID_API_KEY', 403, 'INSUFFICIENT_PERMISSIONS'],
    ['INVALID_SIGNATURE', 404, 'NOT_FOUND'],
    ['MISSING_AUTHENTICATION_TOKEN', 404, 'NOT_FOUND'],
    ['QUOTA_EXCEEDED', 503, 'UNAVAILABLE'],
    ['REQUEST_TOO_LARGE', 413, 'TOO_LARGE'],
    ['RESOURCE_NOT_FOUND', 404, 'NOT_FOUND'],
    ['THROTTLED', 503, 'UNAVAILABLE'],
    ['UNAUTHORIZED', 401, 'UNAUTHENTICATED'],
    ['UNSUPPORTED_MEDIA_TYPE', 404, 'NOT_FOUND'],
    ['WAF_FILTERED', 503, 'UNAVAILABLE'],
  ])('%s is %d %s', (type, status, code) => {
    const found = ofType(app.api, 'AWS::ApiGateway::GatewayResponse').filter(
      ([, { Properties }]) => Properties.ResponseType === type,
    );
    expect(found).toHaveLength(1);
    const properties = found[0]?.[1].Properties;
    expect(properties.StatusCode).toBe(String(status));
    // The one that API Gateway takes whatever a client accepts.
    expect(Object.keys(properties.ResponseTemplates)).toEqual(['application/json']);
    expect(bodyOf(properties)).toMatchObject({ status, code, requestId: '$context.requestId' });
    expect(bodyOf(properties).type).toBe(`https://$context.domainName/api/v1/problems/${code}`);
    const { ...sent } = properties.ResponseParameters;
    for (const name of Object.keys(sent).filter((name) => /Access-Control|Vary/.test(name)))
      delete sent[name];
    expect(sent).toEqual({
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      'gatewayresponse.header.Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
      'gatewayresponse.header.X-Request-Id': 'context.requestId',
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      ...(status === 401 && {
        'gatewayresponse.header.WWW-Authenticate': '\'Bearer realm="latchkey"\'',
      }),
      ...(status === 503 && { 'gatewayresponse.header.Retry-After': "'1'" }),
    });
  });

  test('are as many as API Gateway has types', () => {
    expect(ofType(app.api, 'AWS::ApiGateway::GatewayResponse')).toHaveLength(21);
  });

  test('take the text of a refusal from the authorizer', () => {
    const denied = resource(
      app.api,
      'AWS::ApiGateway::GatewayResponse',
      'ApiRestApiGatewayResponseACCESSDENIED',
    );
    expect(bodyOf(denied.Properties).detail).toBe('$context.authorizer.message');
  });
});

describe('templates', () => {
  test('fit into stacks, with room for more', () => {
    for (const template of templates()) expect(Object.keys(template.Resources).length).toBeLessThan(400);
  });

  test('never repeat the text of the gateway, which can hold what a caller sent', () => {
    for (const template of templates())
      expect(JSON.stringify(template)).not.toContain('context.error.message');
  });

  test('name no account and no region', () => {
    for (const template of templates()) {
      const text = JSON.stringify(template);
      expect(text).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/);
      expect(text).not.toMatch(/\b(af|ap|ca|cn|eu|il|me|mx|sa|us)-(gov-)?[a-z]+-\d\b/);
    }
  });

  test('link every alarm to its section of the runbook', async () => {
    const runbook = await readFile(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const anchors = runbook.matchAll(/^## (.+)$/gm).map(([, heading = '']) => {
      return heading.toLowerCase().replaceAll(' ', '-');
    });
    const sections = new Set(anchors);
    const alarms = ofType(app.monitoring, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(5);
    for (const [, { Properties }] of alarms) {
      const section = / Runbook: docs\/runbook\.md#([a-z0-9-]+)$/.exec(Properties.AlarmDescription)?.[1];
      expect(sections).toContain(section);
    }
  });
});

describe('bundles', () => {
  /** Every byte is read at a cold start; a bound that is met without thought is a dependency too many. */
  test.each<[id: string, maxKilobytes: number, later?: readonly string[]]>([
    ['apikeys', 1000],
    // The client of Cognito is loaded with the first invitation.
    ['directory', 1000, ['cognito-accounts.js']],
    ['verify', 1000],
    ['reads', 1000],
    ['AuditExporter', 400],
    ['ReconcilerFunction', 400],
    ['UsageRecorder', 400],
    ['BootstrapFunction', 400],
    ['ApiLoggingFunction', 400],
    ['RegistrarFunction', 1000],
  ])(
    '%s has a first file of at most %d KB, nothing of tests or of the laptop, and loads undici for none of its modules',
    async (id, maxKilobytes, later = []) => {
      const fn = resource(app.api, 'AWS::Lambda::Function', id);
      const folder = join(app.folder, String(fn.Metadata?.['aws:asset:path']));
      expect((await readdir(folder)).toSorted()).toEqual(['index.js', ...later].toSorted());
      const [first = '', ...others] = await Promise.all(
        ['index.js', ...later].map((name) => readFile(join(folder, name), 'utf8')),
      );
      expect(first.length / 1000).toBeLessThan(maxKilobytes);
      const text = [first, ...others].join();
      for (const marker of [
        '/local/',
        'dynoxide',
        'dynalite',
        'jest',
        'aws-cdk',
        '.latchkey',
        'import("node:',
      ]) {
        expect(text).not.toContain(marker);
      }
    },
  );
});

describe('the bundle of the authorizer, which every call of every tool waits for', () => {
  const files = async () => {
    const { Metadata } = resource(app.api, 'AWS::Lambda::Function', 'Authorizer');
    const folder = join(app.folder, String(Metadata?.['aws:asset:path']));
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? '']));
  };

  test('has a first chunk of at most 30 KB, and the verification of tokens in another', async () => {
    const { 'index.js': first = '', 'token.js': token = '', ...others } = await files();
    expect(Object.keys(others)).toEqual([]);
    expect(Buffer.byteLength(first)).toBeLessThanOrEqual(30_000);
    expect(first).toContain('import("./token.js")');
    expect(first).not.toContain('jwks');
    expect(token).toContain('jwks');
    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(40_000);
  });

  test('holds no SDK, no middy and no zod, nothing of tests and nothing of the laptop', async () => {
    for (const text of Object.values(await files())) {
      for (const marker of [
        'smithy',
        'aws-sdk',
        'middy',
        'ZodError',
        '/local/',
        'dynoxide',
        'jest',
        'aws-cdk',
      ]) {
        expect(text).not.toContain(marker);
      }
    }
  });
});

/** All methods but those for unknown routes, and the preflights, which `hosting.test.ts` looks at. */
function served(): MountedMethod[] {
  return mountedMethods(app.api).filter(({ httpMethod }) => httpMethod !== 'OPTIONS' && httpMethod !== 'ANY');
}

function templates(): Template[] {
  return [app.data, app.hosting, app.identity, app.api, app.monitoring];
}
