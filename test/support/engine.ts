import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { attributes, indexKeys } from '../../lambdas/contract/tables.ts';
import { marshallOptions, type Tables } from '../../lambdas/store/client.ts';
import { obeyRules } from '../dynamodb-rules/client.ts';
import { rulesBefore } from '../dynamodb-rules/proxy.ts';
import { Rules } from '../dynamodb-rules/rules.ts';
import { startEmbedded } from './embedded-engine.ts';

/** A real DynamoDB engine with empty tables of its own, behind the rules that it is too lax for. */
export interface Engine {
  readonly endpoint: string;
  /** Past the rules: for load that a proxy would slow down. */
  readonly bareEndpoint: string;
  readonly tables: Tables;
  /** Every item of both tables, by `pk` and `sk`: what all-or-nothing is judged by. */
  contents(): Promise<Record<string, Record<string, unknown>>>;
  /**
   * Afterwards no process and no table is left.
   *
   * @throws AggregateError where a request has broken a rule
   */
  stop(): Promise<void>;
}

/** What every client of an engine needs; the engine checks neither region nor credentials. */
export const engineClient = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
} as const;

/** Uses the engine at DYNAMODB_ENDPOINT, or starts the embedded one in memory. */
export async function startEngine(): Promise<Engine> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  const embedded = given === undefined ? await startEmbedded() : null;
  const endpoint = given ?? `http://127.0.0.1:${embedded?.port}`;
  const rules = new Rules();
  const proxy = await rulesBefore(endpoint, rules);
  const raw = new DynamoDBClient({ ...engineClient, endpoint });
  obeyRules(raw, rules);
  const suffix = randomUUID();
  const tables = {
    client: DynamoDBDocumentClient.from(raw, { marshallOptions }),
    credentials: `Credentials-${suffix}`,
    registry: `Registry-${suffix}`,
  };
  await createTables(raw, tables);
  return {
    endpoint: proxy.url,
    bareEndpoint: endpoint,
    tables,
    contents: () => readAll(tables),
    async stop() {
      for (const TableName of [tables.credentials, tables.registry]) {
        await raw.send(new DeleteTableCommand({ TableName }));
      }
      raw.destroy();
      proxy.stop();
      await embedded?.end();
      rules.conclude();
    },
  };
}

async function createTables(raw: DynamoDBClient, { credentials, registry }: Tables): Promise<void> {
  const { partitionKey, sortKey } = attributes;
  await raw.send(
    new CreateTableCommand({
      TableName: credentials,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
    }),
  );
  const keys = Object.values(indexKeys).flatMap((index) => [index.partitionKey, index.sortKey]);
  await raw.send(
    new CreateTableCommand({
      TableName: registry,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [...new Set([partitionKey, sortKey, ...keys])].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: Object.entries(indexKeys).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
}

async function readAll({ client, credentials, registry }: Tables): ReturnType<Engine['contents']> {
  const items: Record<string, Record<string, unknown>> = {};
  for (const TableName of [credentials, registry]) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      for (const item of page.Items ?? []) items[[item['pk'], item['sk']].join(' ').trim()] = item;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
  return items;
}
