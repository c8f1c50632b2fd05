import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { credentialsPartitions } from '../../lambdas/contract/credential-items.ts';
import { environment } from '../../lambdas/contract/environment.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { RetainedTable } from './retained-table.ts';

const { credential, userState, roleDefinition, limiter, protectedApi } = credentialsPartitions;

export interface CredentialsTableProps {
  /**
   * Capacity to have ready before the first burst. A fresh on-demand table takes 12,000 reads and 4,000 writes
   * a second, which is also the least that can be asked for.
   */
  readonly warmThroughput: Configuration['warmThroughput'];
}

/**
 * What the authorizer decides from, on the path of every request: no stream and no index, so that a write costs
 * one write and a read one read.
 */
export class CredentialsTable extends RetainedTable {
  protected override readonly nameVariable = environment.credentialsTable;

  constructor(scope: Construct, id: string, { warmThroughput }: CredentialsTableProps) {
    super(scope, id, warmThroughput === null ? {} : { warmThroughput });
  }

  /** Reading everything, and writing limiters: what an authorisation takes. */
  grantAuthorize(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      BatchGetItem: [credential, userState, roleDefinition, limiter],
      UpdateItem: [limiter],
    });
  }

  /** Issuing, changing and revoking credentials; nothing is ever read, and users and roles stay. */
  grantManageKeys(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { PutItem: [credential], DeleteItem: [credential, limiter] });
  }

  /** Writing what the authorizer knows of users and roles; no credential, and no reading. */
  grantManageDirectory(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      PutItem: [userState, roleDefinition],
      DeleteItem: [userState, roleDefinition],
    });
  }

  /** Writing what the gateway authorizer knows of protected APIs; nothing is ever read, and no credential. */
  grantManageApis(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { PutItem: [protectedApi], DeleteItem: [protectedApi] });
  }

  /** Writing the first administrator and their key; nothing is ever read or removed. */
  grantBootstrap(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { PutItem: [credential, userState, roleDefinition] });
  }

  /** Removing what the authorizer knows of a key; nothing is ever read, and users and roles stay. */
  grantReconcile(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, { DeleteItem: [credential, limiter] });
  }
}
