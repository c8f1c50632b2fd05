import { invalid, Problem } from '../../domain/problem.ts';
import { CostBeyondLimit, DynamoDbError } from '../../verdict/index.ts';

/** @throws Problem 503 where there is no verdict in time, 400 for a cost beyond the limit; all else as it is */
export function refuse(error: unknown): never {
  if (error instanceof CostBeyondLimit) throw impossibleCost(error.limit);
  if (error instanceof DynamoDbError && error.isPassing) throw new Problem('UNAVAILABLE', { cause: error });
  throw error;
}

/** 400 about a call that counts for more than its key may make in a minute. */
export function impossibleCost(callsPerMinute: number): Problem {
  return invalid('cost', `The key is limited to ${callsPerMinute} calls a minute`);
}
