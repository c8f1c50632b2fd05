import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  credentialKey,
  limiterKey,
  roleDefinitionKey,
  userStateKey,
} from '../../lambdas/contract/credential-items.ts';
import { environment } from '../../lambdas/contract/environment.ts';
import { keyBeginnings } from '../../lambdas/contract/tables.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { allow, leadingKeys } from '../functions/grant.ts';
import { retainedTable } from './retained-table.ts';

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
export class CredentialsTable extends TableV2 {
  constructor(scope: Construct, id: string, props: CredentialsTableProps) {
    super(scope, id, {
      ...retainedTable,
      ...(props.warmThroughput === null ? {} : { warmThroughput: props.warmThroughput }),
    });
  }

  /** Reading everything, and writing limiters: what an authorisation takes. */
  grantAuthorize(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, { actions: ['dynamodb:BatchGetItem'], resources: [this.tableArn] });
    allow(fn, {
      actions: ['dynamodb:UpdateItem'],
      resources: [this.tableArn],
      conditions: leadingKeys([`${keyBeginnings.limiter}*`]),
    });
  }

  /** Issuing, changing and revoking credentials. */
  grantManage(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, {
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      resources: [this.tableArn],
    });
  }

  /** Writing what the authorizer knows of users and roles; no credential, and no reading. */
  grantManageDirectory(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, {
      actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      resources: [this.tableArn],
      conditions: leadingKeys([userStateKey('*').pk, roleDefinitionKey('*').pk]),
    });
  }

  /** Writing the first administrator; nothing is ever removed. */
  grantBootstrap(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [this.tableArn],
    });
  }

  /** Removing what the authorizer knows of a key; nothing is ever read, and users and roles stay. */
  grantReconcile(fn: LambdaFunction): void {
    this.nameFor(fn);
    allow(fn, {
      actions: ['dynamodb:DeleteItem'],
      resources: [this.tableArn],
      conditions: leadingKeys([credentialKey('*').pk, limiterKey('*').pk]),
    });
  }

  private nameFor(fn: LambdaFunction): void {
    fn.addEnvironment(environment.credentialsTable, this.tableName);
  }
}
