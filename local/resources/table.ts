import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ResourceNotFoundException,
  type StreamViewType,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { generatedName } from '../cloud.ts';
import { StartError } from '../start-error.ts';
import { TtlSweep } from '../dynamodb/ttl-sweep.ts';
import { flag, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const capacity = withoutEffect('the laptop has no capacity to provision');
const protection = withoutEffect('nobody deletes tables here; the data folder is the unit');

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ContributorInsightsSpecification: capacity,
  OnDemandThroughput: capacity,
  ProvisionedThroughput: capacity,
  WriteOnDemandThroughputSettings: capacity,
  WriteProvisionedThroughputSettings: capacity,
  WarmThroughput: capacity,
});

const properties = z.strictObject({
  TableName: z.string().min(3).max(255).optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z.strictObject({ StreamViewType: z.string(), ResourcePolicy: protection }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
  /** A global table has its replicas here; the laptop is one region. */
  Replicas: z.array(z.unknown()).max(1, 'replicas in other regions are not supported').optional(),
  BillingMode: capacity,
  OnDemandThroughput: capacity,
  ProvisionedThroughput: capacity,
  WriteOnDemandThroughputSettings: capacity,
  WriteProvisionedThroughputSettings: capacity,
  ReadOnDemandThroughputSettings: capacity,
  ReadProvisionedThroughputSettings: capacity,
  WarmThroughput: capacity,
  ContributorInsightsSpecification: capacity,
  DeletionProtectionEnabled: protection,
  PointInTimeRecoverySpecification: protection,
  ResourcePolicy: protection,
  SSESpecification: withoutEffect('the disk of the laptop is encrypted by its owner, or not'),
  TableClass: withoutEffect('a price class'),
  Tags: withoutEffect('for cost reports'),
});

type TableProperties = z.infer<typeof properties>;

/** `AWS::DynamoDB::GlobalTable` and `AWS::DynamoDB::Table`. */
export const table: ResourceHandler = async (resource, cloud) => {
  const given = readProperties(properties, resource);
  const name = given.TableName ?? generatedName(resource.stackName, resource.logicalId, 255);
  const client = cloud.dynamodb.tables;
  const description = (await describe(client, name)) ?? (await create(client, name, given));
  refuseDifference(name, description, given);
  const ttlAttribute =
    given.TimeToLiveSpecification?.Enabled === true
      ? (given.TimeToLiveSpecification.AttributeName ?? null)
      : null;
  if (ttlAttribute !== null) await enableTimeToLive(client, name, ttlAttribute);

  // The engine's region has a name of its own, which functions should not see.
  const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
  const hasStream = given.StreamSpecification !== undefined && description.LatestStreamArn !== undefined;
  const streamArn = hasStream ? `${arn}/stream/${description.LatestStreamLabel}` : null;
  cloud.tables.push({
    name,
    streamArn,
    engineStreamArn: hasStream ? (description.LatestStreamArn ?? null) : null,
    ttlAttribute,
    streamsOldImages: given.StreamSpecification?.StreamViewType.includes('OLD') ?? false,
  });
  if (ttlAttribute !== null) {
    const keyAttributes = given.KeySchema.map(({ AttributeName }) => AttributeName);
    cloud.sweeps.push(new TtlSweep(client, { name, ttlAttribute, keyAttributes }, cloud.expiries));
  }
  return {
    ref: name,
    attributes: {
      Arn: arn,
      TableId: description.TableId ?? name,
      ...(streamArn !== null && { StreamArn: streamArn }),
    },
  };
};

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | null> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

async function create(
  client: DynamoDBClient,
  name: string,
  given: TableProperties,
): Promise<TableDescription> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: given.KeySchema,
      AttributeDefinitions: given.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(given.GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: given.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection,
        })),
      }),
      ...(given.StreamSpecification !== undefined && {
        StreamSpecification: {
          StreamEnabled: true,
          StreamViewType: given.StreamSpecification.StreamViewType as StreamViewType,
        },
      }),
    }),
  );
  for (;;) {
    const description = await describe(client, name);
    if (description?.TableStatus === 'ACTIVE') return description;
    await sleep(50);
  }
}

async function enableTimeToLive(client: DynamoDBClient, name: string, attribute: string): Promise<void> {
  const { TimeToLiveDescription: current } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: name }),
  );
  const isEnabled = current?.TimeToLiveStatus === 'ENABLED' || current?.TimeToLiveStatus === 'ENABLING';
  if (isEnabled && current?.AttributeName === attribute) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    }),
  );
}

/** A table whose keys, indexes or stream differ is the work of another version, and must not be guessed at. */
function refuseDifference(name: string, description: TableDescription, given: TableProperties): void {
  const { StreamSpecification: stream } = description;
  const existing = shapeOf(
    description.KeySchema ?? [],
    description.AttributeDefinitions ?? [],
    description.GlobalSecondaryIndexes ?? [],
    stream?.StreamEnabled === true ? stream.StreamViewType : undefined,
  );
  const wanted = shapeOf(
    given.KeySchema,
    given.AttributeDefinitions,
    given.GlobalSecondaryIndexes,
    given.StreamSpecification?.StreamViewType,
  );
  if (existing === wanted) return;
  throw new StartError(
    `the table ${name} exists with other keys, indexes or stream than the template's; ` +
      'move the data folder away (or delete the table where DYNAMODB_ENDPOINT is set) and start again',
  );
}

function shapeOf(
  keys: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
  indexes: readonly Pick<GlobalSecondaryIndexDescription, 'IndexName' | 'KeySchema' | 'Projection'>[],
  stream: string | undefined,
): string {
  const keysOf = (schema: readonly KeySchemaElement[]) =>
    schema.map(({ AttributeName, KeyType }) => `${AttributeName}/${KeyType}`).toSorted();
  return JSON.stringify({
    keys: keysOf(keys),
    attributes: attributes
      .map(({ AttributeName, AttributeType }) => `${AttributeName}/${AttributeType}`)
      .toSorted(),
    indexes: indexes
      .map(({ IndexName, KeySchema, Projection }) =>
        JSON.stringify([
          IndexName,
          keysOf(KeySchema ?? []),
          Projection?.ProjectionType ?? 'ALL',
          (Projection?.NonKeyAttributes ?? []).toSorted(),
        ]),
      )
      .toSorted(),
    stream: stream ?? null,
  });
}
