import { Duration } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { environment } from '../../lambdas/contract/environment.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { CredentialsTable } from '../data/credentials-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface BootstrapProps {
  readonly configuration: Configuration;
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly logGroup: LogGroup;
}

/**
 * Creates the role `admin` and the first administrator. With `adminEmail` configured it runs once, when the
 * deployment gets it; otherwise, or again, by invoking the function.
 */
export class Bootstrap extends Construct {
  readonly function: LatchkeyFunction;

  constructor(scope: Construct, id: string, props: BootstrapProps) {
    super(scope, id);
    const { adminEmail } = props.configuration;
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'bootstrap',
      description: 'Creates the first administrator',
      memoryMb: 512,
      timeout: Duration.seconds(60),
      logGroup: props.logGroup,
      environment: {
        ...settingsEnvironment(props.configuration),
        ...(adminEmail === null ? {} : { [environment.adminEmail]: adminEmail }),
      },
    });
    props.credentials.grantBootstrap(this.function);
    props.registry.grantBootstrap(this.function);
    if (adminEmail !== null) this.runOnce();
  }

  private runOnce(): void {
    const trigger = new Trigger(this, 'Trigger', { handler: this.function, executeOnHandlerChange: false });
    trigger.executeAfter(this.function);
  }
}
