import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { allow } from '../functions/grant.ts';

/** A table with a stream that functions are sent records of. */
export interface ConsumedTable {
  readonly streamArn: string;
  /** What an event source mapping reads the stream with, in its function's name. */
  grantConsume(fn: LambdaFunction): void;
}

export function allowConsuming(fn: LambdaFunction, streamArn: string): void {
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
  allow(fn, { actions: actions.map((action) => `dynamodb:${action}`), resources: [streamArn] });
}
