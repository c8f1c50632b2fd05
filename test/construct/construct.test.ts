import { enforcementVariable, routesHashVariable } from '../../lambdas/contract/foreign-context.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { ofType, resource, type Template } from '../stack/synthesized.ts';
import { cycleIn } from './cycle.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { deploymentOf, idOf, methodOf, outcomes, registrationIn, templateOf } from './outcomes.ts';

describe('an API of the same account, in another stack and app', () => {
  test('finds Latchkey through SSM parameters, and imports nothing', () => {
    const template = templateOf('same account') as Template & { Parameters: Record<string, any> };
    expect(Object.values(template.Parameters).map(({ Default }) => Default)).toEqual(
      expect.arrayContaining(
        ['gateway-authorizer', 'registrar', 'address'].map((name) => `/latchkey/latchkey/${name}`),
      ),
    );
    expect(JSON.stringify(template)).not.toContain('Fn::ImportValue');
  });

  test('registers its routes with what they require, as one text, before it is deployed', () => {
    const template = templateOf('same account');
    const { Properties } = registrationIn('same account');
    const { hash, routes } = routeSetOf([
      { method: 'GET', path: '/orders', scopes: ['database:read'] },
      { method: 'POST', path: '/orders', scopes: ['database:write', 'database:read'], cost: 5 },
      {
        method: 'GET',
        path: '/p/{project}/models/{model}',
        project: '{project}',
        module: '{model}',
        action: 'read',
      },
      { method: 'ANY', path: '/legacy' },
    ]);
    const { Routes, ServiceToken, ...told } = Properties;
    expect(told).toEqual({
      ServiceTimeout: '60',
      Name: 'orders',
      Description: 'Orders',
      People: true,
      Unauthenticated: '401',
      AccountId: { Ref: 'AWS::AccountId' },
      ApiId: { Ref: idOf(template, 'AWS::ApiGateway::RestApi') },
      Stage: 'prod',
      RoutesHash: hash,
    });
    expect(JSON.parse(Routes)).toEqual(routes);
    expect(ServiceToken.Ref).toMatch(/registrar/);
    const [registration = ''] = ofType(template, 'Custom::LatchkeyApi')[0] ?? [];
    expect(resource(template, 'AWS::ApiGateway::Deployment').DependsOn).toContain(registration);
    expect(resource(template, 'AWS::ApiGateway::Stage').Properties.Variables).toEqual({
      [routesHashVariable]: hash,
    });
  });

  test('has its methods judged without a cache and without identity sources', () => {
    const template = templateOf('same account');
    const { AuthorizerUri, ...authorizer } = resource(template, 'AWS::ApiGateway::Authorizer').Properties;
    expect(authorizer).toEqual({
      RestApiId: { Ref: idOf(template, 'AWS::ApiGateway::RestApi') },
      Name: 'latchkey-orders',
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(JSON.stringify(AuthorizerUri)).toMatch(
      /:lambda:path\/2015-03-31\/functions\/.*gatewayauthorizer.*\/invocations/,
    );
    const judged = {
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: idOf(template, 'AWS::ApiGateway::Authorizer') },
    };
    for (const id of [
      'OrdersordersGET',
      'OrdersordersPOST',
      'OrderspprojectmodelsmodelGET',
      'OrderslegacyANY',
    ])
      expect(methodOf('same account', id)).toMatchObject(judged);
    for (const id of ['OrdershealthGET', 'OrdersordersOPTIONS']) {
      expect(methodOf('same account', id)).toMatchObject({ AuthorizationType: 'NONE' });
      expect(methodOf('same account', id)).not.toHaveProperty('AuthorizerId');
    }
  });

  test('an HTTP backend is told who calls, and given no key', () => {
    expect(methodOf('same account', 'OrderslegacyANY').Integration.RequestParameters).toEqual({
      'integration.request.header.X-Shop': "'orders'",
      'integration.request.header.X-Latchkey-User': 'context.authorizer.toldUser',
      'integration.request.header.X-Latchkey-Key-Id': 'context.authorizer.toldKeyId',
      'integration.request.header.X-Latchkey-Scopes': 'context.authorizer.scopes',
      'integration.request.header.Authorization': "'-'",
      'integration.request.header.X-Api-Key': "'the backend''s own'",
    });
    expect(methodOf('same account', 'OrdershealthGET').Integration.RequestParameters).toEqual({
      'integration.request.header.X-Latchkey-User': "'-'",
      'integration.request.header.X-Latchkey-Key-Id': "'-'",
      'integration.request.header.X-Latchkey-Scopes': "'-'",
    });
    expect(methodOf('same account', 'OrdersordersGET').Integration).not.toHaveProperty('RequestParameters');
  });
});

gatewayResponses();

test('protecting an API that is deployed makes a new deployment, and so do other requirements', () => {
  const ids = ['unprotected', 'same account', 'other requirements'].map(deploymentOf);
  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBe(3);
});

test.each(['same account', 'another account', 'HTTP API', 'responses of its own'])(
  '%s: no resource is its own precondition',
  (name) => expect(cycleIn(templateOf(name))).toBeNull(),
);

test('another account knows Latchkey by its ARNs, and registers over HTTP', () => {
  const template = templateOf('another account') as Template & {
    Outputs: Record<string, { Value: unknown }>;
  };
  expect(ofType(template, 'Custom::LatchkeyApi')).toEqual([]);
  expect(
    JSON.stringify(resource(template, 'AWS::ApiGateway::Authorizer').Properties.AuthorizerUri),
  ).toContain('functions/arn:aws:lambda:eu-west-1:210987654321:function:gateway-authorizer:live/invocations');
  const [, parts] = (template.Outputs['Definition']!.Value as any)['Fn::Join'];
  const definition = JSON.parse(
    parts.map((part: unknown) => (typeof part === 'string' ? part : 'a1b2c3')).join(''),
  );
  expect(definition.gateway).toEqual({ accountId: '123456789012', apiId: 'a1b2c3', stage: 'live' });
  const { latchkey } = resource(template, 'AWS::ApiGateway::Stage').Properties.Variables;
  expect(routeSetOf(definition.routes).hash).toBe(latchkey);
});

test('a stage that is only observed says so, for when nothing else is known', () => {
  expect(resource(templateOf('observed'), 'AWS::ApiGateway::Stage').Properties.Variables).toEqual({
    [routesHashVariable]: expect.stringMatching(/^[0-9a-f]{64}$/),
    [enforcementVariable]: 'observe',
  });
  expect(registrationIn('observed').Properties).toMatchObject({ Enforcement: 'observe' });
});

test('methods with Lambda proxies can be answered by middleware', () => {
  expect(registrationIn('middleware with Lambda proxies').Properties).toMatchObject({
    Enforcement: 'middleware',
  });
});

test.each(['cdk-nag', 'cdk-nag on the example', 'cdk-nag on an HTTP API'])(
  '%s finds nothing in what the construct adds',
  (name) => expect(outcomes[name]?.refusal).toBeUndefined(),
);

test('cdk-nag finds what the construct does not answer for', () => {
  expect(outcomes['cdk-nag on an API without acknowledgements']).toEqual({
    refusal: expect.stringMatching(
      /^found: (AwsSolutions-APIG[1236], ){4}AwsSolutions-IAM4\[.*AWSLambdaBasicExecutionRole\]$/,
    ),
  });
});

describe('an HTTP API', () => {
  test('has its routes judged by simple answers, each after its registration', () => {
    const template = templateOf('HTTP API');
    const {
      AuthorizerUri: _uri,
      ApiId: _id,
      ...authorizer
    } = resource(template, 'AWS::ApiGatewayV2::Authorizer').Properties;
    expect(authorizer).toEqual({
      Name: 'latchkey-orders',
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
    });
    const registration = idOf(template, 'Custom::LatchkeyApi');
    const routes = ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties, DependsOn }]) => [
      Properties.RouteKey,
      Properties.AuthorizationType,
      [DependsOn].flat().includes(registration),
    ]);
    expect(routes.map((route) => route.join(', ')).toSorted()).toEqual([
      'ANY /legacy/{proxy+}, CUSTOM, true',
      'GET /about, NONE, false',
      'GET /health, NONE, false',
      'GET /orders/{id}, CUSTOM, true',
      'GET /own, CUSTOM, true',
      'POST /orders/{id}, CUSTOM, true',
    ]);
    expect(JSON.parse(registrationIn('HTTP API').Properties.Routes)).toEqual([
      { method: 'ANY', path: '/legacy/{proxy+}' },
      { method: 'GET', path: '/orders/{id}', scopes: ['database:read'] },
      { method: 'POST', path: '/orders/{id}', scopes: ['database:read'] },
      { method: 'GET', path: '/own' },
    ]);
    expect(registrationIn('HTTP API').Properties).toMatchObject({
      Stage: '$default',
      Unauthenticated: '403',
    });
    expect(resource(template, 'AWS::ApiGatewayV2::Stage').Properties.StageVariables).toEqual({
      [routesHashVariable]: registrationIn('HTTP API').Properties.RoutesHash,
    });
  });

  test('tells an HTTP backend who calls, and withholds what API Gateway does not reserve', () => {
    const told = {
      'overwrite:header.X-Latchkey-User': '$context.authorizer.toldUser',
      'overwrite:header.X-Latchkey-Key-Id': '$context.authorizer.toldKeyId',
      'overwrite:header.X-Latchkey-Scopes': '$context.authorizer.scopes',
    };
    expect(mappingsTo('Legacy')).toEqual({ ...told, 'overwrite:header.X-Api-Key': '-' });
    expect(mappingsTo('Own')).toEqual({
      ...told,
      'overwrite:header.x-api-key': "the backend's own",
      'overwrite:header.X-Shop': 'orders',
    });
  });

  test('tells an HTTP backend of nobody on an open route, whatever callers send', () => {
    expect(mappingsTo('About')).toEqual({
      'overwrite:header.X-Latchkey-User': '-',
      'overwrite:header.X-Latchkey-Key-Id': '-',
      'overwrite:header.X-Latchkey-Scopes': '-',
    });
  });

  function mappingsTo(backend: string) {
    const [, found] = ofType(templateOf('HTTP API'), 'AWS::ApiGatewayV2::Integration').find(([, each]) =>
      String(each.Properties.IntegrationUri).endsWith(`/${backend}`),
    )!;
    return found.Properties.RequestParameters;
  }
});

test.each<[what: string, refusal: RegExp]>([
  ['a forgotten method', /\[shop\/Auth\] GET \/orders is open by mistake/],
  ['a forgotten OPTIONS with a backend', /OPTIONS \/other is open by mistake/],
  ['a forgotten method of CloudFormation', /DELETE shop\/Raw is open by mistake/],
  [
    'a forgotten method of a nested stack',
    /GET shop\/Nested\/Same\/.*nested\/GET\/Resource is open by mistake/,
  ],
  ['an imported API', /^shop\/Auth: the API at shop\/Imported is imported/],
  ['an API of a specification', /^shop\/Auth: the API at shop\/Spec is imported/],
  ['an API with deploy: false', /^shop\/Auth: the API at shop\/Orders is imported/],
  ['middleware before an HTTP backend', /\] GET \/ has no Lambda proxy integration/],
  ['a method that is given twice', /orders\/GET: the method is given twice/],
  [
    'requirements that are not known yet',
    /^GET \/orders: what a route requires has to be known at synthesis$/,
  ],
  ['a method of another API', /Other\/Default\/GET: the method is of another API/],
  ['an open method without a reason', /orders\/GET: say why/],
  ['a forgotten route', /\] GET \/orders is open by mistake/],
  ['a forgotten route of CloudFormation', /\] GET \/raw is open by mistake/],
  ['a route that takes every path', /^shop\/Default: \$default takes every path/],
  ['a route to an HTTP backend that would see keys', /\] GET \/legacy leads to an HTTP backend/],
  ['a route with middleware before an HTTP backend', /\] GET \/legacy has no Lambda proxy integration/],
  [
    'an HTTP backend behind a protected and an open route',
    /^GET \/b: an HTTP backend's integration has one set of headers/,
  ],
  ['an imported HTTP API', /^shop\/Auth: the API at shop\/Imported is imported/],
  ['an HTTP API without its default stage', /^shop\/Auth: the API at shop\/Orders is imported/],
])('%s fails synthesis, with its path', (what, refusal) => {
  expect(outcomes[what]).toEqual({ refusal: expect.stringMatching(refusal) });
});
