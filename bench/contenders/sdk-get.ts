import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expectItems, found, getCredential, type StoredKey } from './stored-key.ts';

const client = new DynamoDBClient({});

/** One `GetItem` through the AWS SDK. */
export async function handler(key: StoredKey): Promise<object> {
  const { Item } = await client.send(new GetItemCommand(getCredential(key)));
  expectItems(Item === undefined ? [] : [Item], 1);
  return found;
}
