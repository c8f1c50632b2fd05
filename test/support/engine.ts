import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { lastUseIndex } from '../../lambdas/contract/last-use-item.ts';
import { dueIndex } from '../../lambdas/contract/outbox-items.ts';
import { attributes, indexKeys } from '../../lambdas/contract/tables.ts';
import {
  marshallOptions,
  type OutboxTable,
  type Tables,
  type UsageTable,
} from '../../lambdas/store/client.ts';
import { createTable } from '../../local/dynamodb/table.ts';
import { rulesBefore } from '../dynamodb-rules/proxy.ts';
import { Rules } from '../dynamodb-rules/rules.ts';
import { startEmbedded } from './embedded-engine.ts';

/** Every table of a deployment. */
type AllTables = Tables & UsageTable & OutboxTable;

/** A real DynamoDB engine with empty tables of its own, behind the rules that it is too lax for. */
export interface Engine {
  readonly endpoint: string;
  readonly tables: AllTables;
  /** Every item of the tables that management changes, by `pk` and `sk`: what all-or-nothing is judged by. */
  contents(): Promise<Record<string, Record<string, unknown>>>;
  /**
   * Afterwards no process and no table is left.
   *
   * @throws AggregateError where a request has broken a rule
   */
  stop(): Promise<void>;
}

/** Names a key, as the engine wants it, and signs nothing: it does not check, and signing takes a tenth of a call. */
const unsigned: RequestSigner = {
  sign: async (request) => {
    Object.assign(request.headers, {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20270615/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20270615T120000Z',
    });
    return request;
  },
};

/** What every client of an engine needs; the engine checks neither region nor credentials. */
export const engineClient = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  signer: unsigned,
} as const;

type RequestSigner = Exclude<
  DynamoDBClientConfig['signer'],
  ((...parameters: never[]) => unknown) | undefined
>;

/** Uses the engine at the endpoint, or starts the embedded one in memory where none is given. */
export async function startEngine(given = process.env['DYNAMODB_ENDPOINT']): Promise<Engine> {
  const engine = given === undefined ? await startEmbedded() : { endpoint: given, stop: async () => {} };
  const rules = new Rules();
  const proxy = await rulesBefore(engine.endpoint, rules);
  const endpoint = proxy.url;
  const raw = new DynamoDBClient({ ...engineClient, endpoint });
  raw.middlewareStack.remove('loggerMiddleware');
  raw.middlewareStack.add(pastProxy(engine.endpoint, rules), { step: 'build' });
  const suffix = randomUUID();
  const tables = {
    client: DynamoDBDocumentClient.from(raw, { marshallOptions }),
    credentials: `Credentials-${suffix}`,
    registry: `Registry-${suffix}`,
    usage: `Usage-${suffix}`,
    outbox: `Outbox-${suffix}`,
  };
  await createTables(raw, tables);
  return {
    endpoint,
    tables,
    contents: () => readAll(tables),
    async stop() {
      for (const TableName of [tables.credentials, tables.registry, tables.usage, tables.outbox]) {
        await raw.send(new DeleteTableCommand({ TableName }));
      }
      raw.destroy();
      proxy.stop();
      await engine.stop();
      rules.conclude();
    },
  };
}

/**
 * Sends requests that break no rule straight to the engine: the way through the proxy takes a third of the time of those
 * tests that do nothing but ask DynamoDB.
 */
function pastProxy(endpoint: string, rules: Rules) {
  const { hostname, port } = new URL(endpoint);
  return <Arguments extends { request: unknown }, Output>(next: (args: Arguments) => Promise<Output>) =>
    (args: Arguments) => {
      const request = args.request as SentRequest;
      const { headers, body } = request;
      const text = new TextDecoder().decode(body);
      const isKept = rules.isKeptBy(headers['x-amz-target'] ?? '', text);
      if (isKept) Object.assign(request, { hostname, port: Number(port) });
      return next(args);
    };
}

/** What the SDK is about to send: JSON of DynamoDB. */
interface SentRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

async function createTables(
  raw: DynamoDBClient,
  { credentials, registry, usage, outbox }: AllTables,
): Promise<void> {
  const { partitionKey, sortKey } = attributes;
  await createTable(raw, credentials, {
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
  });
  const keys = Object.values(indexKeys).flatMap((index) => [index.partitionKey, index.sortKey]);
  await createTable(raw, registry, {
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
  });
  await createTable(raw, usage, withIndex(lastUseIndex));
  await createTable(raw, outbox, withIndex(dueIndex));
}

/** A table with one index of keys alone. */
function withIndex({ name, partitionKey, sortKey }: typeof lastUseIndex | typeof dueIndex) {
  const keysOf = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  const table = keysOf(attributes.partitionKey, attributes.sortKey);
  const index = keysOf(partitionKey, sortKey);
  return {
    KeySchema: table,
    AttributeDefinitions: [...new Set([...table, ...index].map(({ AttributeName }) => AttributeName))].map(
      (AttributeName) => ({ AttributeName, AttributeType: 'S' as const }),
    ),
    GlobalSecondaryIndexes: [
      { IndexName: name, KeySchema: index, Projection: { ProjectionType: 'KEYS_ONLY' as const } },
    ],
  };
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
