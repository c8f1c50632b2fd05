import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { CredentialsTable } from './credentials-table.ts';
import { RegistryTable } from './registry-table.ts';
import { UsageTable } from './usage-table.ts';

export interface DataStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** The tables, in a stack of their own: they outlive every other part of the deployment. */
export class DataStack extends Stack {
  readonly credentials: CredentialsTable;
  readonly registry: RegistryTable;
  readonly usage: UsageTable;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.credentials = new CredentialsTable(this, 'Credentials', {
      warmThroughput: props.configuration.warmThroughput,
    });
    this.registry = new RegistryTable(this, 'Registry');
    this.usage = new UsageTable(this, 'Usage');
  }
}
