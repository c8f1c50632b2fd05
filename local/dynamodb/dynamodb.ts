import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { region } from '../aws.ts';
import { asError, StartError } from '../errors.ts';
import { SharedPages } from '../streams/shared-pages.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { Engine } from './engine.ts';

/**
 * What a client of the laptop's DynamoDB is made with. Region and credentials are the same as those of the functions,
 * since DynamoDB Local has a separate database for each combination.
 */
export function clientConfiguration(endpoint: string) {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** The DynamoDB behind the server: the embedded engine, or another one that is running already. */
export class DynamoDb {
  readonly endpoint: string;
  readonly tables: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly streamPages: SharedPages;
  readonly #engine: Engine | null;

  private constructor(endpoint: string, engine: Engine | null) {
    this.endpoint = endpoint;
    this.#engine = engine;
    const configuration = {
      ...clientConfiguration(endpoint),
      // Without it, a call that the engine never answers would end the polling of streams.
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    };
    this.tables = new DynamoDBClient(configuration);
    this.streams = new DynamoDBStreamsClient(configuration);
    this.streamPages = new SharedPages(this.streams);
  }

  /** @throws StartError where nothing answers at the given endpoint, or no engine can be started */
  static async connect(folder: DataFolder, givenEndpoint: string | null): Promise<DynamoDb> {
    if (givenEndpoint === null) {
      const engine = await Engine.start(folder);
      return new DynamoDb(engine.endpoint, engine);
    }
    const dynamodb = new DynamoDb(givenEndpoint, null);
    try {
      await dynamodb.tables.send(new ListTablesCommand({ Limit: 1 }), {
        abortSignal: AbortSignal.timeout(5_000),
      });
    } catch (error) {
      const { message, name } = asError(error);
      throw new StartError(`no DynamoDB answers at DYNAMODB_ENDPOINT=${givenEndpoint}: ${message || name}`);
    }
    return dynamodb;
  }

  async stop(): Promise<void> {
    this.tables.destroy();
    this.streams.destroy();
    await this.#engine?.stop();
  }
}
