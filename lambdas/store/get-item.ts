import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RegistryTable } from './client.ts';
import type { RegistryKey } from './keys.ts';
import { orUnavailable } from './unavailable.ts';

/** An item of the Registry table, strongly consistent, past its ttl or not; null where there is none. */
export async function getItem(
  { client, registry }: RegistryTable,
  Key: RegistryKey,
): Promise<Record<string, unknown> | null> {
  const command = new GetCommand({ TableName: registry, Key, ConsistentRead: true });
  const { Item } = await orUnavailable(() => client.send(command));
  return Item ?? null;
}
