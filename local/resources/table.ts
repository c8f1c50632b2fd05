import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { inBackground } from '../background.ts';
import {
  addIndexes,
  canBecome,
  createTable,
  describeTable,
  enableTimeToLive,
  schemaOf,
} from '../dynamodb/table.ts';
import { TtlSweep } from '../dynamodb/ttl-sweep.ts';
import { StartError } from '../errors.ts';
import { flag, readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const capacity = withoutEffect('the laptop provisions no capacity');
const protection = withoutEffect('nobody deletes single tables here, only the data folder');

const keyElement = z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
/** The partition key is the first (CreateTable). */
const keySchema = z.tuple([keyElement], keyElement);
const index = z
  .strictObject({
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
  })
  .transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));

const properties = z.strictObject({
  TableName: z.string().min(3).max(255).optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z
    .strictObject({
      StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
      ResourcePolicy: protection,
    })
    .transform(({ StreamViewType }) => ({ StreamEnabled: true, StreamViewType }))
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
  /** A global table lists its replicas here. The laptop is one region. */
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
  SSESpecification: withoutEffect('whether the disk is encrypted is up to its owner'),
  TableClass: withoutEffect('a price class'),
  Tags: withoutEffect('for cost reports'),
});

/** `AWS::DynamoDB::GlobalTable` and `AWS::DynamoDB::Table`. */
export const table: ResourceHandler<'dynamodb' | 'streams' | 'background' | 'sweepsTtl'> = async (
  resource,
  { dynamodb, streams, background, sweepsTtl },
) => {
  const given = readProperties(properties, resource);
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = given;
  const schema = { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification };
  const name = given.TableName ?? generatedName(resource, 255);
  const client = dynamodb.tables;
  const existing = await describeTable(client, name);
  // Another version of the app has made the table. What its items mean to this one is unknown.
  if (existing !== null && !canBecome(schemaOf(existing), schema)) {
    throw new StartError(
      `the table ${name} exists with other keys, indexes or stream than the template's; ` +
        'move the data folder away (or delete the table where DYNAMODB_ENDPOINT is set) and start again',
    );
  }
  const description =
    existing === null ? await createTable(client, name, schema) : await addIndexes(client, existing, schema);
  const { Enabled: hasTtl = false, AttributeName: ttlName = null } = given.TimeToLiveSpecification ?? {};
  const ttlAttribute = hasTtl ? ttlName : null;
  if (ttlAttribute !== null) {
    await enableTimeToLive(client, name, ttlAttribute);
    const keyAttributes = KeySchema.map(({ AttributeName }) => AttributeName);
    const swept = { name, ttlAttribute, keyAttributes };
    if (sweepsTtl) background.push(inBackground((signal) => new TtlSweep(client, swept, signal).run()));
  }
  // The engine calls its region by another name, which functions must not see.
  const arn = arnOf('dynamodb', `table/${name}`);
  const { LatestStreamArn: engineStreamArn, LatestStreamLabel: streamLabel } = description;
  const attributes = { Arn: arn, TableId: description.TableId ?? name };
  if (StreamSpecification === undefined || engineStreamArn === undefined) return { ref: name, attributes };
  const streamArn = `${arn}/stream/${streamLabel}`;
  const showsOldImages = StreamSpecification.StreamViewType.includes('OLD');
  const [{ AttributeName: partitionKey }] = KeySchema;
  streams.set(streamArn, { streamArn, engineStreamArn, partitionKey, ttlAttribute, showsOldImages });
  return { ref: name, attributes: { ...attributes, StreamArn: streamArn } };
};
