import { callDynamoDb } from './dynamodb-request.ts';
import { expectItems, found, getBoth, itemsOf, type StoredKey } from './stored-key.ts';

/** One `BatchGetItem` of two items, signed and sent by hand: the least that an exact verdict needs. */
export async function handler(key: StoredKey): Promise<object> {
  expectItems(itemsOf((await callDynamoDb('BatchGetItem', getBoth(key))) as object), 2);
  return found;
}
