/**
 * Small apps that protect their APIs, synthesized in one process, since aws-cdk-lib is slow to load as a module of jest.
 * Prints what became of each: its templates, or why it was refused.
 */
import { App, CfnOutput, NestedStack, Stack, type StackProps } from 'aws-cdk-lib';
import {
  ApiDefinition,
  CfnMethod,
  HttpIntegration,
  LambdaIntegration,
  MockIntegration,
  type Method,
  ResponseType,
  RestApi,
  type RestApiProps,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import {
  CfnRoute,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  MappingValue,
  ParameterMapping,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  HttpKeyAuthorizer,
  KeyAuthorizer,
  type KeyAuthorizerProps,
  Latchkey,
  type RouteRequirements,
} from '../../clients/cdk/src/index.ts';
import { ModelsApi } from '../../examples/orders/lib/models-api.ts';
import { ShopApi } from '../../examples/orders/lib/shop-api.ts';
import { checkWithNag, withFindings } from './nag.ts';

const env = { account: '123456789012', region: 'eu-west-1' };
const read: RouteRequirements = { scopes: ['database:read'] };
const backend = (scope: Stack) =>
  new LambdaFunction(scope, 'Backend', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
const shop = (app: App, props: StackProps = {}) => new Stack(app, 'shop', props);
const elsewhere = () =>
  Latchkey.fromAttributes({
    gatewayAuthorizerArn: 'arn:aws:lambda:eu-west-1:210987654321:function:gateway-authorizer:live',
    address: 'https://keys.example.com/api',
  });
type Options = Partial<Omit<KeyAuthorizerProps, 'api'>>;
const protect = (stack: Stack, api: KeyAuthorizerProps['api'], options: Options = {}) =>
  new KeyAuthorizer(stack, 'Auth', {
    latchkey: Latchkey.named(stack, 'latchkey'),
    name: 'orders',
    api,
    ...options,
  });

/** Five routes, two of them to an HTTP backend, as of before they are protected. */
function orders(stack: Stack, props: Partial<RestApiProps> = {}) {
  const api = new RestApi(stack, 'Orders', { cloudWatchRole: false, ...props });
  const lambda = new LambdaIntegration(backend(stack));
  const http = (requestParameters: Record<string, string> = {}) =>
    new HttpIntegration('https://backend.example.com/', { options: { requestParameters } });
  const path = api.root.addResource('orders');
  path.addCorsPreflight({ allowOrigins: ['https://shop.example.com'] });
  const methods = {
    list: path.addMethod('GET', lambda),
    create: path.addMethod('POST', lambda),
    model: api.root.resourceForPath('/p/{project}/models/{model}').addMethod('GET', lambda),
    legacy: api.root.addResource('legacy').addMethod(
      'ANY',
      http({
        'integration.request.header.authorization': 'method.request.header.Authorization',
        'integration.request.header.x-latchkey-user': 'method.request.header.X-Latchkey-User',
        'integration.request.header.X-Api-Key': "'the backend''s own'",
        'integration.request.header.X-Shop': "'orders'",
      }),
    ),
    health: api.root.addResource('health').addMethod('GET', http()),
  };
  return { api, methods };
}

function guard(auth: KeyAuthorizer, { list, create, model, legacy, health }: Record<string, Method>): void {
  auth.require(list!, read);
  auth.require(create!, { scopes: ['database:write', 'database:read', 'database:read'], cost: 5 });
  auth.require(model!, { project: '{project}', module: '{model}', action: 'read' });
  auth.anyKey(legacy!);
  auth.open(health!, 'Load balancers ask without credentials');
}

/** A RestApi whose only methods are those that the case adds. */
function single(app: App, options: Options = {}) {
  const stack = shop(app);
  const api = new RestApi(stack, 'Orders', { cloudWatchRole: false });
  const method = api.root.addResource('orders').addMethod('GET', new LambdaIntegration(backend(stack)));
  return { stack, api, method, auth: protect(stack, api, options) };
}

function overHttp(app: App, options: { backendsSeeKeys?: boolean; enforcement?: 'middleware' } = {}) {
  const stack = shop(app);
  const api = new HttpApi(stack, 'Orders');
  const auth = new HttpKeyAuthorizer(stack, 'Auth', {
    latchkey: Latchkey.named(stack, 'latchkey'),
    api,
    name: 'orders',
    ...options,
  });
  const lambda = new HttpLambdaIntegration('Lambda', backend(stack));
  const url = (id: string, parameterMapping = new ParameterMapping()) =>
    new HttpUrlIntegration(id, `https://backend.example.com/${id}`, { parameterMapping });
  const add = (
    path: string,
    methods: HttpMethod[],
    integration: HttpLambdaIntegration | HttpUrlIntegration = lambda,
  ) => api.addRoutes({ path, methods, integration });
  return { stack, api, auth, lambda, url, add };
}

const cases: Readonly<Record<string, (app: App) => void>> = {
  unprotected: (app) => void orders(shop(app)),
  'same account': (app) => {
    const stack = shop(app);
    const { api, methods } = orders(stack);
    guard(protect(stack, api, { description: 'Orders', people: true, unauthenticated: '401' }), methods);
  },
  'other requirements': (app) => {
    const stack = shop(app);
    const { api, methods } = orders(stack);
    const auth = protect(stack, api);
    auth.anyKey(methods.list);
    for (const method of [methods.create, methods.model, methods.legacy]) auth.require(method, read);
    auth.open(methods.health, 'Load balancers ask without credentials');
  },
  'another account': (app) => {
    const stack = shop(app, { env });
    const { api, methods } = orders(stack, { deployOptions: { stageName: 'live' } });
    const auth = protect(stack, api, { latchkey: elsewhere() });
    guard(auth, methods);
    new CfnOutput(stack, 'Definition', { value: auth.definition });
  },
  observed: (app) => {
    const { auth, method } = single(app, { enforcement: 'observe' });
    auth.require(method, read);
  },
  'responses of its own': (app) => {
    const { auth, method, api } = single(app);
    auth.require(method, read);
    api.addGatewayResponse('Denied', { type: ResponseType.ACCESS_DENIED, statusCode: '404' });
  },
  'cdk-nag': (app) => {
    const stack = shop(app);
    const { api, methods } = orders(stack);
    guard(protect(stack, api), methods);
    checkWithNag(stack);
  },
  'cdk-nag on the example': (app) => {
    const stack = shop(app);
    const latchkey = Latchkey.named(stack, 'latchkey');
    new ShopApi(stack, 'Shop', latchkey);
    new ModelsApi(stack, 'Models', { latchkey, backendUrl: 'https://backend.example.com' });
    checkWithNag(stack);
  },
  'cdk-nag on an HTTP API': (app) => {
    const { stack, auth, add } = overHttp(app);
    auth.require(add('/orders', [HttpMethod.GET]), read);
    auth.open(add('/health', [HttpMethod.GET]), 'Load balancers ask without credentials');
    checkWithNag(stack);
  },
  'cdk-nag on an API without acknowledgements': (app) => {
    const { stack, auth, method } = single(app);
    auth.anyKey(method);
    checkWithNag(stack, []);
  },
  'middleware with Lambda proxies': (app) => {
    const { auth, method } = single(app, { enforcement: 'middleware' });
    auth.require(method, read);
  },
  'HTTP API': (app) => {
    const { auth, add, url } = overHttp(app, { backendsSeeKeys: true });
    auth.require(add('/orders/{id}', [HttpMethod.GET, HttpMethod.POST]), read);
    auth.anyKey(add('/legacy/{proxy+}', [HttpMethod.ANY], url('Legacy')));
    auth.open(add('/health', [HttpMethod.GET]), 'Load balancers ask without credentials');
    auth.open(add('/about', [HttpMethod.GET], url('About')), 'Everybody may read it');
    const forging = new ParameterMapping()
      .appendHeader('x-latchkey-user', MappingValue.requestHeader('X-Latchkey-User'))
      .overwriteHeader('x-api-key', MappingValue.custom("the backend's own"))
      .overwriteHeader('X-Shop', MappingValue.custom('orders'));
    auth.anyKey(add('/own', [HttpMethod.GET], url('Own', forging)));
  },

  'a forgotten method': (app) => void single(app),
  'a forgotten OPTIONS with a backend': (app) => {
    const { stack, auth, api, method } = single(app);
    auth.anyKey(method);
    api.root
      .addResource('other')
      .addMethod('OPTIONS', new LambdaIntegration(backend(new Stack(stack, 'more'))));
  },
  'a forgotten method of CloudFormation': (app) => {
    const { stack, auth, api, method } = single(app);
    auth.anyKey(method);
    new CfnMethod(stack, 'Raw', {
      restApiId: api.restApiId,
      resourceId: api.restApiRootResourceId,
      httpMethod: 'DELETE',
      integration: { type: 'MOCK' },
    });
  },
  'a forgotten method of a nested stack': (app) => {
    const { stack, auth, api, method } = single(app);
    auth.anyKey(method);
    const nested = new NestedStack(stack, 'Nested');
    const { restApiId, restApiRootResourceId: rootResourceId } = api;
    const same = RestApi.fromRestApiAttributes(nested, 'Same', { restApiId, rootResourceId });
    same.root.addResource('nested').addMethod('GET', new MockIntegration());
  },
  'an imported API': (app) => {
    const stack = shop(app);
    protect(stack, RestApi.fromRestApiId(stack, 'Imported', 'a1b2c3'));
  },
  'an API of a specification': (app) => {
    const stack = shop(app);
    const apiDefinition = ApiDefinition.fromInline({ openapi: '3.0.2', paths: {} });
    protect(stack, new SpecRestApi(stack, 'Spec', { apiDefinition }));
  },
  'an API with deploy: false': (app) => {
    const stack = shop(app);
    protect(stack, new RestApi(stack, 'Orders', { deploy: false }));
  },
  'middleware before an HTTP backend': (app) => {
    const { auth, method, api } = single(app, { enforcement: 'middleware' });
    auth.anyKey(method);
    auth.anyKey(api.root.addMethod('GET', new HttpIntegration('https://backend.example.com/')));
  },
  'a method that is given twice': (app) => {
    const { auth, method } = single(app);
    auth.require(method, read);
    auth.open(method, 'A mistake');
  },
  'requirements that are not known yet': (app) => {
    const { stack, auth, method } = single(app);
    auth.require(method, { scopes: [`${stack.stackId}:read`] });
  },
  'a method of another API': (app) => {
    const { stack, auth } = single(app);
    auth.require(new RestApi(stack, 'Other').root.addMethod('GET', new MockIntegration()), read);
  },
  'an open method without a reason': (app) => {
    const { auth, method } = single(app);
    auth.open(method, ' ');
  },
  'a forgotten route': (app) => void overHttp(app).add('/orders', [HttpMethod.GET]),
  'a forgotten route of CloudFormation': (app) => {
    const { stack, api } = overHttp(app);
    new CfnRoute(stack, 'Raw', { apiId: api.apiId, routeKey: 'GET /raw' });
  },
  'a route that takes every path': (app) => {
    const { stack, auth, api, lambda } = overHttp(app);
    const options = { httpApi: api, routeKey: HttpRouteKey.DEFAULT, integration: lambda };
    auth.anyKey([new HttpRoute(stack, 'Default', options)]);
  },
  'a route to an HTTP backend that would see keys': (app) => {
    const { auth, add, url } = overHttp(app);
    auth.anyKey(add('/legacy', [HttpMethod.GET], url('Legacy')));
  },
  'an HTTP backend behind a protected and an open route': (app) => {
    const { auth, add, url } = overHttp(app, { backendsSeeKeys: true });
    const shared = url('Shared');
    auth.anyKey(add('/a', [HttpMethod.GET], shared));
    auth.open(add('/b', [HttpMethod.GET], shared), 'Everybody may read it');
  },
  'a route with middleware before an HTTP backend': (app) => {
    const { auth, add, url } = overHttp(app, { enforcement: 'middleware', backendsSeeKeys: true });
    auth.anyKey(add('/legacy', [HttpMethod.GET], url('Legacy')));
  },
  'an imported HTTP API': (app) => {
    const stack = shop(app);
    const api = HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'a1b2c3' });
    new HttpKeyAuthorizer(stack, 'Auth', { latchkey: elsewhere(), api, name: 'orders' });
  },
  'an HTTP API without its default stage': (app) => {
    const stack = shop(app);
    const api = new HttpApi(stack, 'Orders', { createDefaultStage: false });
    new HttpKeyAuthorizer(stack, 'Auth', { latchkey: elsewhere(), api, name: 'orders' });
  },
};

const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-apigateway:disableCloudWatchRole': true };
const outcomes = Object.entries(cases).map(([name, make]) => {
  try {
    const app = new App({ analyticsReporting: false, context });
    make(app);
    return [name, { templates: app.synth().stacks.map(({ template }) => template) }];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [name, { refusal: withFindings(message) }];
  }
});

process.stdout.write(JSON.stringify(Object.fromEntries(outcomes)));
