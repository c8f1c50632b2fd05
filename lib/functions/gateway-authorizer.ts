import { Duration, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { CredentialsTable } from '../data/credentials-table.ts';
import { type Issuer, issuerEnvironment } from '../identity/issuer.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface GatewayAuthorizerProps {
  readonly configuration: Configuration;
  readonly credentials: CredentialsTable;
  readonly logGroup: LogGroup;
  /** Whose access tokens people send; null where there are keys only. */
  readonly issuer: Issuer | null;
}

/**
 * The authorizer of protected APIs. Authorizers of every gateway in the accounts that can be protected may ask it, so that
 * no permission names an API, and none has to be added for the next one.
 */
export class GatewayAuthorizer extends Construct {
  readonly function: LatchkeyFunction;
  /** What gateways call. */
  readonly alias: Alias;

  constructor(scope: Construct, id: string, props: GatewayAuthorizerProps) {
    super(scope, id);
    const { configuration } = props;
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'gateway-authorizer',
      lazyModules: { '#verdict/token': 'verdict/token.ts' },
      description: 'Decides about calls to protected APIs',
      memoryMb: 256,
      timeout: Duration.seconds(5),
      logGroup: props.logGroup,
      environment: {
        ...settingsEnvironment(configuration),
        ...issuerEnvironment(Stack.of(this), props.issuer),
      },
      ...(configuration.gatewayAuthorizerReservedConcurrency === null
        ? {}
        : { reservedConcurrency: configuration.gatewayAuthorizerReservedConcurrency }),
    });
    props.credentials.grantAuthorizeApis(this.function);
    this.alias = this.function.addAlias('live');
    const { partition, region, account } = Stack.of(this);
    for (const [at, owner] of [account, ...configuration.protectedAccounts].entries()) {
      this.alias.addPermission(`Account${at}`, {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: `arn:${partition}:execute-api:${region}:${owner}:*/authorizers/*`,
      });
    }
  }
}
