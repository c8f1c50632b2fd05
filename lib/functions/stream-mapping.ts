import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ConsumedTable } from '../data/consumed-table.ts';
import type { LatchkeyFunction } from './latchkey-function.ts';
import type { UndeliveredBucket } from './undelivered-bucket.ts';

export interface StreamMappingProps {
  readonly table: ConsumedTable;
  /** The function that is sent the records; it reports those that it could not settle. */
  readonly consumer: LatchkeyFunction;
  /** The only records that it is sent, in Lambda's event filtering syntax: those that match one of these, five at most. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  /** Records in one call, 10,000 at most. */
  readonly batchSize: number;
  /** Where records go that could not be settled in time. */
  readonly undelivered: UndeliveredBucket;
}

/**
 * Lambda gives up on a record this long after it was written. DynamoDB forgets a stream's records after 24
 * hours; an hour before that, the record itself still exists and can go to the bucket.
 */
const maxRecordAge = Duration.hours(23);

/**
 * Sends records of a table's stream to a function: at least once, in order per item. A failure is
 * retried until the record is too old, alone if need be, and then kept in a bucket.
 */
export class StreamMapping extends EventSourceMapping {
  constructor(scope: Construct, id: string, props: StreamMappingProps) {
    const { table, consumer } = props;
    table.grantConsume(consumer);
    super(scope, id, {
      target: consumer,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: props.filters.map((filter) => FilterCriteria.filter({ ...filter })),
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: -1,
      maxRecordAge,
      onFailure: props.undelivered.grantFailures(consumer),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    // Lambda checks the role when the mapping is created.
    this.node.addDependency(consumer.executionRole);
  }
}
