/** APIs that are protected in other ways than those of examples/orders, all with its HTTP backend. */
import { KeyAuthorizer, type KeyAuthorizerProps, Latchkey, type RouteRequirements } from '@latchkey/cdk';
import { App, Stack } from 'aws-cdk-lib';
import { HttpIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';

const stack = new Stack(new App(), 'modes');
const latchkey = Latchkey.named(stack, 'latchkey');
const backend = `${stack.node.getContext('backendUrl')}/backend`;

/** An API with a stage of its name, and a backend that answers every route alike. */
function protect(
  name: string,
  options: Partial<KeyAuthorizerProps>,
  routes: Readonly<Record<string, RouteRequirements>>,
): void {
  const api = new RestApi(stack, name, { restApiName: name, deployOptions: { stageName: name } });
  const auth = new KeyAuthorizer(api, 'Auth', { latchkey, api, name, ...options });
  for (const [route, requirements] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ');
    const integration = new HttpIntegration(backend, { httpMethod: method });
    auth.require(api.root.resourceForPath(path).addMethod(method, integration), requirements);
  }
}

const billing = { scopes: ['billing:manage'] };
protect(
  'strict',
  { unauthenticated: '401', people: true },
  {
    'GET /orders': { scopes: ['database:read'] },
    'POST /orders': billing,
    'GET /heavy': { cost: 60 },
    'GET /heaviest': { cost: 101 },
    'GET /p/{project}': { project: '{project}', module: 'model', action: 'read' },
    'ANY /files/{proxy+}': {},
    'GET /files/secret': billing,
  },
);
protect('watched', { enforcement: 'observe', people: true }, { 'GET /orders': billing });
protect('fleeting', {}, { 'GET /orders': {} });
const unregistered = Latchkey.fromAttributes({
  gatewayAuthorizerArn: latchkey.gatewayAuthorizerArn,
  address: latchkey.address,
});
protect('stray', { latchkey: unregistered }, { 'GET /orders': {} });
