import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/** Where a deployment of Latchkey is. Its stack `<name>-api` has them as outputs. */
export interface LatchkeyAttributes {
  /** The alias of the gateway authorizer; its account must list this one among `protectedAccounts`. */
  readonly gatewayAuthorizerArn: string;

  /** Where Latchkey's API is, without `/v1`: `https://<host>/api`. Refusals lead to its pages. */
  readonly address: string;

  /**
   * The function that registers APIs for stacks of the same account and region.
   *
   * @default - the stack registers nothing: send the authorizer's `definition` to `PUT /apis/{name}`
   */
  readonly registrarArn?: string;
}

/** A deployment of Latchkey that other stacks use. */
export class Latchkey {
  /**
   * The deployment of a name in the same account and region, deployed before. What has to be known of it is looked up
   * in SSM parameters each time that the stack is deployed.
   *
   * @param deploymentName `deploymentName` of its cdk.json
   */
  static named(scope: Construct, deploymentName: string): Latchkey {
    const parameter = (name: string) =>
      StringParameter.valueForStringParameter(scope, `/latchkey/${deploymentName}/${name}`);
    return new Latchkey({
      gatewayAuthorizerArn: parameter('gateway-authorizer'),
      registrarArn: parameter('registrar'),
      address: parameter('address'),
    });
  }

  /** A deployment of another account, or one that is known otherwise. */
  static fromAttributes(attributes: LatchkeyAttributes): Latchkey {
    return new Latchkey(attributes);
  }

  /** The alias of the gateway authorizer. */
  readonly gatewayAuthorizerArn: string;

  /** Where Latchkey's API is, without `/v1`. */
  readonly address: string;

  /** The function that registers APIs for stacks; undefined where they are registered over HTTP. */
  readonly registrarArn?: string;

  private constructor(attributes: LatchkeyAttributes) {
    this.gatewayAuthorizerArn = attributes.gatewayAuthorizerArn;
    this.address = attributes.address;
    this.registrarArn = attributes.registrarArn;
  }
}
