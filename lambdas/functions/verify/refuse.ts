import { invalid, Problem } from '../../domain/problem.ts';
import { CostBeyondLimit, DynamoDbError } from '../../verdict/index.ts';

/**
 * Answers what the verdict room throws: no verdict in time is 503 `UNAVAILABLE`, and a cost that the key could never
 * pay is 400. A fault of the deployment (a table that is not there) passes, and is 500: waiting does not mend it.
 */
export function refuse(error: unknown): never {
  if (error instanceof CostBeyondLimit) {
    throw invalid('cost', `The key is limited to ${error.limit} calls a minute`);
  }
  if (error instanceof DynamoDbError && error.isPassing) throw new Problem('UNAVAILABLE', { cause: error });
  throw error;
}
