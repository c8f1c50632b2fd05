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

/** What the laptop does not change about a table that exists. */
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
  return await untilActive(client, name);
}

/**
 * Adds the indexes that an existing table lacks, as a deployment does: one after the other, each with the items that
 * are there. Nothing else about the table changes, and it keeps indexes that the schema does not have.
 */
export async function addMissingIndexes(
  client: DynamoDBClient,
  existing: TableDescription,
  { AttributeDefinitions, GlobalSecondaryIndexes = [] }: TableSchema,
): Promise<TableDescription> {
  const name = existing.TableName ?? '';
  const there = new Set(existing.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  let description = existing;
  for (const index of GlobalSecondaryIndexes.filter(({ IndexName }) => !there.has(IndexName))) {
    const keys = new Set(index.KeySchema?.map(({ AttributeName }) => AttributeName));
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: AttributeDefinitions?.filter(({ AttributeName }) => keys.has(AttributeName)),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    description = await untilActive(client, name);
  }
  return description;
}

/** The table once it and all of its indexes can be used. */
async function untilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const description = await describeTable(client, name);
    const indexes = description?.GlobalSecondaryIndexes ?? [];
    const isActive = indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE');
    if (description?.TableStatus === 'ACTIVE' && isActive) return description;
    await sleep(50);
  }
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

/** Whether two schemas describe the same table. The order of their parts does not matter. */
export function isSameSchema(left: TableSchema, right: TableSchema): boolean {
  return canonical(left) === canonical(right);
}

function canonical(schema: TableSchema): string {
  const { KeySchema, AttributeDefinitions = [], GlobalSecondaryIndexes = [], StreamSpecification } = schema;
  return JSON.stringify({
    keys: keysOf(KeySchema),
    attributes: AttributeDefinitions.map(
      ({ AttributeName, AttributeType }) => `${AttributeName}/${AttributeType}`,
    ).toSorted(),
    indexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) =>
      JSON.stringify([
        IndexName,
        keysOf(KeySchema),
        Projection?.ProjectionType ?? 'ALL',
        (Projection?.NonKeyAttributes ?? []).toSorted(),
      ]),
    ).toSorted(),
    stream: StreamSpecification?.StreamViewType ?? null,
  });
}

function keysOf(schema: readonly KeySchemaElement[] = []): string[] {
  return schema.map(({ AttributeName, KeyType }) => `${AttributeName}/${KeyType}`).toSorted();
}
