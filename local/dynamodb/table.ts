import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the laptop does not change about a table that exists, but for indexes that it adds. */
export type TableSchema = Pick<
  CreateTableCommandInput,
  'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes' | 'StreamSpecification'
>;

/** The table as it is in the engine, or null where there is none. */
export async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription | null> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

/** Creates a table, and resolves once it can be used. */
export async function createTable(
  client: DynamoDBClient,
  name: string,
  schema: TableSchema,
): Promise<TableDescription> {
  await client.send(new CreateTableCommand({ ...schema, TableName: name, BillingMode: 'PAY_PER_REQUEST' }));
  return untilActive(client, name);
}

async function untilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const description = await describeTable(client, name);
    const indexes = description?.GlobalSecondaryIndexes ?? [];
    const isActive = indexes.every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE');
    if (description?.TableStatus === 'ACTIVE' && isActive) return description;
    await sleep(50);
  }
}

/**
 * Adds the indexes that a table lacks, as CloudFormation does in an account. Items that are there already are in them.
 *
 * @returns the table as it is then
 */
export async function addIndexes(
  client: DynamoDBClient,
  existing: TableDescription,
  { AttributeDefinitions, GlobalSecondaryIndexes = [] }: TableSchema,
): Promise<TableDescription> {
  const known = new Set((existing.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  let description = existing;
  // DynamoDB creates one index per call.
  for (const index of GlobalSecondaryIndexes.filter(({ IndexName }) => !known.has(IndexName))) {
    await client.send(
      new UpdateTableCommand({
        TableName: existing.TableName,
        AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    description = await untilActive(client, existing.TableName ?? '');
  }
  return description;
}

/** Turns on TTL: items are removed once the time in an attribute has passed. */
export async function enableTimeToLive(
  client: DynamoDBClient,
  name: string,
  attribute: string,
): Promise<void> {
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

/** The schema of an existing table, in the form in which a table is created. */
export function schemaOf(description: TableDescription): TableSchema {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = description;
  return {
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    StreamSpecification: StreamSpecification?.StreamEnabled === true ? StreamSpecification : undefined,
  };
}

/** Whether a table is as it is wanted, but for indexes that it lacks. The order of their parts does not matter. */
export function canBecome(existing: TableSchema, wanted: TableSchema): boolean {
  return (
    keysOf(existing.KeySchema).join() === keysOf(wanted.KeySchema).join() &&
    existing.StreamSpecification?.StreamViewType === wanted.StreamSpecification?.StreamViewType &&
    isWithin(attributesOf(existing), attributesOf(wanted)) &&
    isWithin(indexesOf(existing), indexesOf(wanted))
  );
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((each) => all.includes(each));
}

function attributesOf({ AttributeDefinitions = [] }: TableSchema): string[] {
  return AttributeDefinitions.map(({ AttributeName, AttributeType }) => `${AttributeName}/${AttributeType}`);
}

function indexesOf({ GlobalSecondaryIndexes = [] }: TableSchema): string[] {
  return GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) =>
    JSON.stringify([
      IndexName,
      keysOf(KeySchema),
      Projection?.ProjectionType ?? 'ALL',
      (Projection?.NonKeyAttributes ?? []).toSorted(),
    ]),
  );
}

function keysOf(schema: readonly KeySchemaElement[] = []): string[] {
  return schema.map(({ AttributeName, KeyType }) => `${AttributeName}/${KeyType}`).toSorted();
}
