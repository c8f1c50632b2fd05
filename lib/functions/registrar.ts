import { Duration } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { CredentialsTable } from '../data/credentials-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { gatewayAccountsEnvironment } from './gateway-accounts.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface RegistrarProps {
  readonly configuration: Configuration;
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly logGroup: LogGroup;
}

/**
 * Registers the protected APIs of other stacks, whose custom resources name it. CloudFormation invokes it in the name of
 * whoever deploys: to be allowed that is to be allowed to register any API, so nobody is here.
 */
export class Registrar extends Construct {
  readonly function: LatchkeyFunction;

  constructor(scope: Construct, id: string, props: RegistrarProps) {
    super(scope, id);
    const { configuration } = props;
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'registrar',
      description: 'Registers the protected APIs of stacks',
      memoryMb: 512,
      // The resources of stacks wait for 60 seconds.
      timeout: Duration.seconds(45),
      logGroup: props.logGroup,
      environment: settingsEnvironment(configuration),
    });
    props.credentials.grantManageApis(this.function);
    props.registry.grantRegister(this.function);
    this.function.addEnvironment(...gatewayAccountsEnvironment(this, configuration));
  }
}
