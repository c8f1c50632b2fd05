import { credentialKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import * as environment from '../../lambdas/contract/environment.ts';
import { requireEnvironment } from '../../lambdas/contract/require-environment.ts';
import { connectDynamoDb } from '../../lambdas/verdict/dynamodb/index.ts';
import { expectItems, found, type StoredKey } from './stored-key.ts';

const client = connectDynamoDb(requireEnvironment(environment.credentialsTable), process.env);
const budgetMs = 1_000;

/** One `BatchGetItem` of two items through the authorizer's own client. */
export async function handler({ hash, userId }: StoredKey): Promise<object> {
  const items = await client.batchGet([credentialKey(hash), userStateKey(userId)], Date.now() + budgetMs);
  expectItems([...items], 2);
  return found;
}
