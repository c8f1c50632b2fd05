import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { CredentialsTable } from './credentials-table.ts';
import { LogGroups } from './log-groups.ts';
import { OutboxTable } from './outbox-table.ts';
import { RegistryTable } from './registry-table.ts';
import { UsageTable } from './usage-table.ts';
import { WebhookMaster } from './webhook-master.ts';

export interface DataStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** The tables and the log groups, in a stack of their own: they outlive every other part of the deployment. */
export class DataStack extends Stack {
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly usage: UsageTable;
  readonly outbox: OutboxTable;
  readonly webhookMaster: WebhookMaster;
  readonly logs: LogGroups;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { credentials, registry, usage, outbox } = props.configuration.warmThroughput;
    this.credentials = new CredentialsTable(this, 'Credentials', { warmThroughput: credentials });
    this.registry = new RegistryTable(this, 'Registry', { warmThroughput: registry });
    this.usage = new UsageTable(this, 'Usage', { warmThroughput: usage });
    this.outbox = new OutboxTable(this, 'Outbox', { warmThroughput: outbox });
    this.webhookMaster = new WebhookMaster(this, 'WebhookMaster');
    this.logs = new LogGroups(this, 'Logs', { configuration: props.configuration });
    // Last: what else can fail has then been made, and a group whose name is fixed is not left behind by a rollback.
    this.logs.node.addDependency(
      this.credentials,
      this.registry,
      this.usage,
      this.outbox,
      this.webhookMaster,
    );
  }
}
