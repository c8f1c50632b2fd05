import { BatchGetItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expectItems, found, getBoth, itemsOf, spend, type StoredKey } from './stored-key.ts';

const client = new DynamoDBClient({});

/** The two calls that a limited key's verdict makes, through the AWS SDK. */
export async function handler(key: StoredKey): Promise<object> {
  expectItems(itemsOf(await client.send(new BatchGetItemCommand(getBoth(key)))), 2);
  await client.send(new UpdateItemCommand(spend(key)));
  return found;
}
