import { createHash } from 'node:crypto';
import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { inBackground } from '../background.ts';
import { compileEventFilters, passesEventName } from '../streams/event-filter.ts';
import { StreamMapping } from '../streams/stream-mapping.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { orUnsupported, UnsupportedError } from '../template/unsupported-error.ts';
import { failureBucket, failureDestination } from './bucket.ts';
import { useFunction } from './lambda.ts';
import { flag, integer, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const properties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  BatchSize: integer.default(100),
  MaximumBatchingWindowInSeconds: integer.default(0),
  MaximumRetryAttempts: integer.default(-1),
  MaximumRecordAgeInSeconds: integer.default(-1),
  BisectBatchOnFunctionError: flag.default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  DestinationConfig: failureDestination,
  Enabled: flag.default(true),
  ParallelizationFactor: withoutEffect('the engine has one shard, and order matters more than speed'),
  KmsKeyArn: withoutEffect('the filters are not encrypted on a laptop'),
  MetricsConfig: withoutEffect('the laptop has no metrics'),
  Tags: withoutEffect('for cost reports'),
});

type Parts = 'background' | 'buckets' | 'dynamodb' | 'folder' | 'functions' | 'streams';

/** `AWS::Lambda::EventSourceMapping` of a table's stream. Polling begins once everything is deployed. */
export const eventSourceMapping: ResourceHandler<Parts> = async (
  resource,
  { background, buckets, dynamodb, folder, functions, streams },
) => {
  const given = readProperties(properties, resource);
  const stream = streams.get(given.EventSourceArn);
  if (stream === undefined) {
    throw new UnsupportedError(
      resource,
      `${given.EventSourceArn} is not the stream of a table of the templates`,
    );
  }
  const id = mappingId(resource);
  const patterns = given.FilterCriteria.Filters.map(({ Pattern }) => Pattern);
  const mayPassRemovals = orUnsupported(resource, () => passesEventName(patterns, 'REMOVE'));
  if (stream.ttlAttribute !== null && !stream.showsOldImages && mayPassRemovals) {
    throw new UnsupportedError(
      resource,
      'the stream of a table with TTL must show old images, or the filters must leave out REMOVE',
    );
  }
  const mapping = {
    id,
    stream,
    fn: useFunction(resource, functions, given.FunctionName),
    startingPosition: given.StartingPosition,
    batchSize: given.BatchSize,
    batchWindowMs: given.MaximumBatchingWindowInSeconds * 1000,
    filter: orUnsupported(resource, () => compileEventFilters(patterns)),
    policy: {
      maxRetries: given.MaximumRetryAttempts < 0 ? null : given.MaximumRetryAttempts,
      maxRecordAgeMs: given.MaximumRecordAgeInSeconds < 0 ? null : given.MaximumRecordAgeInSeconds * 1000,
      bisectsOnError: given.BisectBatchOnFunctionError,
      reportsItemFailures: given.FunctionResponseTypes.length > 0,
    },
    failureBucket: failureBucket(resource, buckets, given.DestinationConfig),
    checkpointFile: folder.file('streams', `${id}.json`),
  };
  if (given.Enabled) {
    const { streams: client, streamPages } = dynamodb;
    background.push(inBackground((signal) => new StreamMapping(mapping, client, streamPages, signal).run()));
  }
  return {
    ref: id,
    attributes: { Id: id, EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${id}`) },
  };
};

/** The same at every start, since the names of checkpoints and of failed batches have it. */
function mappingId({ stackName, logicalId }: ResolvedResource): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join('-');
}
