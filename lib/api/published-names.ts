import { CfnOutput } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** What other stacks need of a deployment to protect their APIs with it: the construct of `clients/cdk` looks it up. */
export interface PublishedNames {
  readonly gatewayAuthorizerArn: string;
  readonly registrarArn: string;
  /** Where the API is, without `/v1`. */
  readonly address: string;
}

/**
 * Publishes them under the deployment's name, as parameters for stacks of the same account and region, and as outputs for
 * everybody else. A stack that looks parameters up holds nothing of this one back, as an import would.
 */
export function publishNames(scope: Construct, deploymentName: string, names: PublishedNames): void {
  const parameters = new Construct(scope, 'Published');
  const values = {
    'gateway-authorizer': names.gatewayAuthorizerArn,
    registrar: names.registrarArn,
    address: names.address,
  };
  for (const [name, stringValue] of Object.entries(values)) {
    const parameterName = `/latchkey/${deploymentName}/${name}`;
    new StringParameter(parameters, name, { parameterName, stringValue });
  }
  new CfnOutput(scope, 'GatewayAuthorizerArn', { value: names.gatewayAuthorizerArn });
  new CfnOutput(scope, 'RegistrarArn', { value: names.registrarArn });
}
