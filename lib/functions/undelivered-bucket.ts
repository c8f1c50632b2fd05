import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IDestination, IEventSourceDlq } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { allow } from './grant.ts';
import type { LatchkeyFunction } from './latchkey-function.ts';

/**
 * What a function was to work on and could not, whole, until somebody has looked at it. Of a stream's records
 * only S3 gets the records themselves: queues and topics get their positions in a stream that forgets after a
 * day, and would cut the payload of an asynchronous call to their own size.
 */
export class UndeliveredBucket extends Bucket {
  /** @param retentionDays days that an object is kept */
  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(retentionDays) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Lambda alone writes here, rarely; CloudTrail data events are the place to log who reads it.',
    });
  }

  private get logicalId(): string {
    return Stack.of(this).getLogicalId(this.node.defaultChild as CfnBucket);
  }

  /** Makes the bucket the destination of what Lambda gives up on in the function's name. */
  grantFailures(fn: LatchkeyFunction): IEventSourceDlq & IDestination {
    allow(fn, { actions: ['s3:ListBucket'], resources: [this.bucketArn] });
    allow(fn, { actions: ['s3:PutObject'], resources: [this.arnForObjects('*')] });
    Validations.of(fn.executionRole).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${this.logicalId}.Arn>/*]`,
      reason:
        'Lambda chooses the names of the objects that it writes to this bucket, which is for them alone.',
    });
    const destination = this.bucketArn;
    return { bind: () => ({ destination }) };
  }
}
