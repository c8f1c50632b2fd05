import { createDynamoDbClient, type DynamoDbClient } from './client.ts';
import { credentialsFrom } from './credentials.ts';
import { type Environment, resolveEndpoint, resolveRegion } from './endpoint.ts';

/**
 * The client that a function's environment describes. Credentials are looked for at the first call only.
 *
 * @param now what deadlines are told by and requests are dated with, milliseconds since the epoch
 * @throws DynamoDbError `misconfigured`
 */
export function connectDynamoDb(
  table: string,
  env: Environment,
  now: () => number = Date.now,
): DynamoDbClient {
  const region = resolveRegion(env);
  const endpoint = resolveEndpoint(env, region);
  const credentials = credentialsFrom(env);
  return createDynamoDbClient({ table, region, endpoint, credentials, now, random: Math.random });
}
