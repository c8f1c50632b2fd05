import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the laptop does not change about a table that exists, but for indexes that are added. */
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

/** Adds indexes to a table, one after the other, as CloudFormation does, and resolves once they can be used. */
export async function addIndexes(
  client: DynamoDBClient,
  name: string,
  schema: TableSchema,
  indexes: readonly GlobalSecondaryIndex[],
): Promise<void> {
  const { AttributeDefinitions = [] } = schema;
  for (const { IndexName, KeySchema, Projection } of indexes) {
    const { KeySchema: keys, GlobalSecondaryIndexes = [] } = schemaOf(
      (await describeTable(client, name)) ?? {},
    );
    const used = [keys, KeySchema, ...GlobalSecondaryIndexes.map((index) => index.KeySchema)].flat();
    const command = new UpdateTableCommand({
      TableName: name,
      AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName }) =>
        used.some((key) => key?.AttributeName === AttributeName),
      ),
      GlobalSecondaryIndexUpdates: [{ Create: { IndexName, KeySchema, Projection } }],
    });
    await client.send(command);
    await untilActive(client, name);
  }
}

async function untilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const description = await describeTable(client, name);
    const { TableStatus, GlobalSecondaryIndexes = [] } = description ?? {};
    const areIndexesActive = GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE');
    if (description !== null && TableStatus === 'ACTIVE' && areIndexesActive) return description;
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

/** The indexes that a table lacks of a schema; null where it differs in anything else. The order of parts does not matter. */
export function missingIndexes(table: TableSchema, schema: TableSchema): GlobalSecondaryIndex[] | null {
  const { AttributeDefinitions: attributes = [], GlobalSecondaryIndexes: indexes = [] } = table;
  const missing = (schema.GlobalSecondaryIndexes ?? []).filter(
    ({ IndexName }) => !indexes.some((index) => index.IndexName === IndexName),
  );
  const keys = new Set(
    missing.flatMap(({ KeySchema = [] }) => KeySchema.map(({ AttributeName }) => AttributeName)),
  );
  const added = (schema.AttributeDefinitions ?? []).filter(
    ({ AttributeName: name }) =>
      keys.has(name) && !attributes.some(({ AttributeName }) => AttributeName === name),
  );
  const complete = {
    ...table,
    AttributeDefinitions: [...attributes, ...added],
    GlobalSecondaryIndexes: [...indexes, ...missing],
  };
  return canonical(complete) === canonical(schema) ? missing : null;
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
