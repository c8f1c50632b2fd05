import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { credentialsPartitions } from '../../lambdas/contract/credential-items.ts';
import * as environment from '../../lambdas/contract/environment.ts';
import { RetainedTable } from './retained-table.ts';

const { credential, userState, roleDefinition, limiter, protectedApi } = credentialsPartitions;

/**
 * What the authorizer decides from, on the path of every request: no stream and no index, so that a write costs
 * one write and a read one read.
 */
export class CredentialsTable extends RetainedTable {
  protected override readonly nameVariable = environment.credentialsTable;

  /** Reading everything, and writing limiters: what an authorisation takes. */
  grantAuthorize(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      BatchGetItem: [credential, userState, roleDefinition, limiter],
      UpdateItem: [limiter],
    });
  }

  /** As `grantAuthorize`, and reading what is registered of protected APIs. */
  grantAuthorizeApis(fn: LambdaFunction): void {
    this.allowOnPartitions(fn, {
      BatchGetItem: [credential, userState, roleDefinition, limiter, protectedApi],
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
