import { type CfnResource, type CustomResourceProviderBase, Duration, Stack } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { CredentialsTable } from '../data/credentials-table.ts';
import type { OutboxTable } from '../data/outbox-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface BootstrapProps {
  readonly configuration: Configuration;
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly outbox: OutboxTable;
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
    props.outbox.grantPlanNotices(this.function);
    if (adminEmail !== null) this.runOnce(props.logGroup);
  }

  private runOnce(logGroup: LogGroup): void {
    const trigger = new Trigger(this, 'Trigger', { handler: this.function, executeOnHandlerChange: false });
    trigger.executeAfter(this.function);
    logInto(logGroup, triggerProviderOf(this));
  }
}

/** The function with which the CDK invokes the handlers of triggers, one for the whole stack. */
function triggerProviderOf(scope: Construct): CustomResourceProviderBase {
  const id = 'AWSCDK.TriggerCustomResourceProviderCustomResourceProvider';
  return Stack.of(scope).node.findChild(id) as CustomResourceProviderBase;
}

/** Without it, Lambda would make a group that keeps its lines for ever, and the role could write to any. */
function logInto(logGroup: LogGroup, provider: CustomResourceProviderBase): void {
  const [fn, role] = ['Handler', 'Role'].map((id) => provider.node.findChild(id) as CfnResource);
  fn?.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  role?.addPropertyDeletionOverride('ManagedPolicyArns');
  provider.addToRolePolicy({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logGroup.logGroupArn,
  });
}
