import { KeyAuthorizer, type Latchkey } from '@latchkey/cdk';
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration, MockIntegration, PassthroughBehavior, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';

/** An API with a Lambda backend, which answers refusals itself: see `backends/shop.ts`. */
export class ShopApi extends Construct {
  constructor(scope: Construct, id: string, latchkey: Latchkey) {
    super(scope, id);
    const api = new RestApi(this, 'Api', { restApiName: 'shop', deployOptions: { stageName: 'shop' } });
    const auth = new KeyAuthorizer(this, 'Auth', {
      latchkey,
      api,
      name: 'orders',
      enforcement: 'middleware',
    });
    const backend = new LambdaIntegration(
      new NodejsFunction(this, 'Backend', {
        entry: new URL('../backends/shop.ts', import.meta.url).pathname,
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        timeout: Duration.seconds(5),
        environment: { LATCHKEY_ADDRESS: latchkey.address },
      }),
    );
    const orders = api.root.addResource('orders');
    auth.require(orders.addMethod('GET', backend), { scopes: ['database:read'] });
    auth.require(orders.addMethod('POST', backend), { scopes: ['database:write'], cost: 5 });
    auth.open(
      api.root.addResource('health').addMethod('GET', healthy, { methodResponses: [{ statusCode: '200' }] }),
      'Load balancers ask without credentials',
    );
  }
}

/** Answered by API Gateway alone. */
const healthy = new MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  passthroughBehavior: PassthroughBehavior.NEVER,
  integrationResponses: [
    { statusCode: '200', responseTemplates: { 'application/json': '{"status": "healthy"}' } },
  ],
});
