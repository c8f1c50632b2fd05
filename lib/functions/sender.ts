import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { OutboxTable } from '../data/outbox-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import type { WebhookMaster } from '../data/webhook-master.ts';
import { allow } from './grant.ts';
import { grantChannels } from './grant-channels.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface SenderProps {
  readonly configuration: Configuration;
  readonly registry: RegistryTable;
  readonly outbox: OutboxTable;
  readonly master: WebhookMaster;
  readonly logGroup: LogGroup;
}

/** Sends deliveries to one webhook in each of its calls. It is in no VPC: there, private addresses could be reached. */
export class Sender extends Construct {
  readonly function: LatchkeyFunction;

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id);
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'sender',
      description: 'Sends events to webhooks',
      memoryMb: 512,
      timeout: Duration.minutes(2),
      logGroup: props.logGroup,
      environment: settingsEnvironment(props.configuration),
    });
    props.registry.grantSend(this.function);
    props.outbox.grantSend(this.function);
    props.master.grantDerive(this.function);
    grantChannels(this.function, props.configuration);
    // What a call did not come to stands in the table: the clock calls again.
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });
  }

  /** Calling it, and the name to call it by. */
  grantCall(fn: LambdaFunction): void {
    const { functionName, functionArn } = this.function;
    fn.addEnvironment(environment.senderFunction, functionName);
    allow(fn, { actions: ['lambda:InvokeFunction'], resources: [functionArn] });
  }
}
