import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  credentialKey,
  limiterKey,
  roleDefinitionKey,
  userStateKey,
} from '../../lambdas/contract/credential-items.ts';
import { environment } from '../../lambdas/contract/environment.ts';
import { leadingKeys } from '../functions/grant.ts';
import { RetainedTable } from './retained-table.ts';

/**
 * What the authorizer decides from, on the path of every request: no stream and no index, so that a write costs
 * one write and a read one read.
 */
export class CredentialsTable extends RetainedTable {
  protected override readonly nameVariable = environment.credentialsTable;

  /** Reading everything, and writing limiters: what an authorisation takes. */
  grantAuthorize(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:BatchGetItem']);
    this.allowOnItems(fn, ['dynamodb:UpdateItem'], leadingKeys([limiterKey('*').pk]));
  }

  /** Issuing, changing and revoking credentials. */
  grantManage(fn: LambdaFunction): void {
    this.allowOnItems(fn, [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  }

  /** Writing what the authorizer knows of users and roles; no credential, and no reading. */
  grantManageDirectory(fn: LambdaFunction): void {
    const usersAndRoles = leadingKeys([userStateKey('*').pk, roleDefinitionKey('*').pk]);
    this.allowOnItems(fn, ['dynamodb:DeleteItem', 'dynamodb:PutItem'], usersAndRoles);
  }

  /** Writing the first administrator; nothing is ever removed. */
  grantBootstrap(fn: LambdaFunction): void {
    this.allowOnItems(fn, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Removing what the authorizer knows of a key; nothing is ever read, and users and roles stay. */
  grantReconcile(fn: LambdaFunction): void {
    const keys = leadingKeys([credentialKey('*').pk, limiterKey('*').pk]);
    this.allowOnItems(fn, ['dynamodb:DeleteItem'], keys);
  }
}
