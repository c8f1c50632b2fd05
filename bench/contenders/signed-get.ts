import { callDynamoDb } from './dynamodb-request.ts';
import { expectItems, found, getCredential, type StoredKey } from './stored-key.ts';

/** One `GetItem`, signed and sent by hand. */
export async function handler(key: StoredKey): Promise<object> {
  const { Item } = (await callDynamoDb('GetItem', getCredential(key))) as { Item?: object };
  expectItems(Item === undefined ? [] : [Item], 1);
  return found;
}
