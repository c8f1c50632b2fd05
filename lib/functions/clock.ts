import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { OutboxTable } from '../data/outbox-table.ts';
import type { RegistryTable } from '../data/registry-table.ts';
import type { UsageTable } from '../data/usage-table.ts';
import { LatchkeyFunction } from './latchkey-function.ts';

export interface ClockProps {
  readonly configuration: Configuration;
  readonly registry: RegistryTable;
  readonly usage: UsageTable;
  readonly outbox: OutboxTable;
  readonly logGroup: LogGroup;
}

/** Does once a minute what has become due: one schedule for all of it, and no timer for each. */
export class Clock extends Construct {
  readonly function: LatchkeyFunction;

  constructor(scope: Construct, id: string, props: ClockProps) {
    super(scope, id);
    this.function = new LatchkeyFunction(this, 'Function', {
      folder: 'clock',
      description: 'Gives the notices that are due, once a minute',
      memoryMb: 512,
      timeout: Duration.minutes(1),
      logGroup: props.logGroup,
      environment: settingsEnvironment(props.configuration),
    });
    props.registry.grantNotify(this.function);
    props.usage.grantLookUpLastUse(this.function);
    props.outbox.grantNotify(this.function);
    // The next minute does what this one did not.
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'EveryMinute', {
      description: 'Runs the clock',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function)],
    });
  }
}
