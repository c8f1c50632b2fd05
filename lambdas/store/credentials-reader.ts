import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { CredentialsReader } from '../domain/ports.ts';
import { Problem } from '../domain/problem.ts';
import type { CredentialsTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** For functions that give verdicts beside the authorizer. */
export function createStoreCredentialsReader({ client, credentials }: CredentialsTable): CredentialsReader {
  return {
    async read(keys) {
      const Keys = keys.map(({ pk }) => ({ pk }));
      const { Responses, UnprocessedKeys } = await orUnavailable(() =>
        client.send(new BatchGetCommand({ RequestItems: { [credentials]: { Keys, ConsistentRead: true } } })),
      );
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Problem('UNAVAILABLE');
      return new Map((Responses?.[credentials] ?? []).map((item) => [String(item['pk']), item]));
    },
  };
}
