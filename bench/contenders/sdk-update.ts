import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { found, spend, type StoredKey } from './stored-key.ts';

const client = new DynamoDBClient({});

/** One conditional `UpdateItem` through the AWS SDK. */
export async function handler(key: StoredKey): Promise<object> {
  await client.send(new UpdateItemCommand(spend(key)));
  return found;
}
