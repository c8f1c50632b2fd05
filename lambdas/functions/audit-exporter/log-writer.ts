import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from './batches.ts';

/** Writes batches to one log stream of a group. */
export interface LogWriter {
  /** @throws where CloudWatch Logs has not taken the whole batch */
  write(batch: readonly LogEvent[]): Promise<void>;
}

/** Each instance creates one stream, once: `CreateLogStream` is limited to 50 a second. */
export function createLogWriter(logGroupName: string, logStreamName: string): LogWriter {
  const client = new CloudWatchLogsClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  let isCreated = false;

  async function createStream(): Promise<void> {
    try {
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    } catch (error) {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    }
    isCreated = true;
  }

  return {
    async write(batch) {
      if (!isCreated) await createStream();
      try {
        const logEvents = batch.map(({ message, timestamp }) => ({ message, timestamp }));
        const { rejectedLogEventsInfo } = await client.send(
          new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }),
        );
        if (rejectedLogEventsInfo !== undefined) {
          throw new Error(`CloudWatch Logs refused events: ${JSON.stringify(rejectedLogEventsInfo)}`);
        }
      } catch (error) {
        if (error instanceof ResourceNotFoundException) isCreated = false;
        throw error;
      }
    },
  };
}
