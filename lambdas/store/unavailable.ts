import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { Problem } from '../domain/problem.ts';

/** Answers of DynamoDB that its callers deal with, or that somebody has to mend: they pass through. */
const answers = new Set([
  'TransactionCanceledException',
  'ConditionalCheckFailedException',
  'ValidationException',
  'ResourceNotFoundException',
  'AccessDeniedException',
]);

/**
 * Runs a call to DynamoDB; where it gives no answer, after the client's own retries, that is 503 `UNAVAILABLE`. A
 * fault of ours before anything was sent is none of DynamoDB's, and passes through.
 */
export async function orUnavailable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const isAnswer = error instanceof DynamoDBServiceException && answers.has(error.name);
    if (isAnswer || !wasSent(error)) throw error;
    throw new Problem('UNAVAILABLE', { cause: error });
  }
}

/** The SDK notes its attempts on every error that an attempt ended with. */
function wasSent(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}
