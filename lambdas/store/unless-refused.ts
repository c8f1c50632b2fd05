import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { orUnavailable } from './unavailable.ts';

/**
 * Makes a conditional write; false where its condition does not hold, and then nothing is written.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await orUnavailable(write);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
