import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { Problem } from '../domain/problem.ts';

/** Faults of ours, not of the service: they must show as 500, for somebody to mend. */
const ownFaults = new Set(['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException']);

/**
 * Runs a call to DynamoDB; whatever it cannot answer, after the client's own retries, is 503 `UNAVAILABLE`.
 * Cancelled transactions and failed conditions are answers, and pass through.
 */
export async function orUnavailable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isAnswer(error)) throw error;
    throw new Problem('UNAVAILABLE', { cause: error });
  }
}

function isAnswer(error: unknown): boolean {
  if (!(error instanceof DynamoDBServiceException)) return false;
  if (ownFaults.has(error.name)) return true;
  return error.name === 'TransactionCanceledException' || error.name === 'ConditionalCheckFailedException';
}
