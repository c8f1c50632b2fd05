import { KeyAuthorizer, type Latchkey } from '@latchkey/cdk';
import { HttpIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

export interface ModelsApiProps {
  readonly latchkey: Latchkey;
  /** Address of the HTTP backend, without a slash at its end. */
  readonly backendUrl: string;
}

/** An API with an HTTP backend that knows nothing of keys: every refusal is the gateway's. */
export class ModelsApi extends Construct {
  constructor(scope: Construct, id: string, { latchkey, backendUrl }: ModelsApiProps) {
    super(scope, id);
    const api = new RestApi(this, 'Api', { restApiName: 'models', deployOptions: { stageName: 'lab' } });
    const auth = new KeyAuthorizer(this, 'Auth', { latchkey, api, name: 'models' });
    const model = api.root.resourceForPath('/p/{project}/models/{model}');
    auth.require(
      model.addMethod(
        'GET',
        new HttpIntegration(`${backendUrl}/p/{project}/models/{model}`, {
          options: { requestParameters: passedOn('project', 'model') },
        }),
        { requestParameters: { 'method.request.path.project': true, 'method.request.path.model': true } },
      ),
      { project: '{project}', module: '{model}', action: 'read' },
    );
    const profile = api.root.addResource('profile');
    auth.anyKey(
      profile.addMethod('ANY', new HttpIntegration(`${backendUrl}/profile`, { httpMethod: 'ANY' })),
    );
  }
}

function passedOn(...parameters: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
  );
}
