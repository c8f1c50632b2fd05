import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { DeliveredCall } from '../../domain/usage/usage-chunk.ts';
import { readUsageLine } from '../../domain/usage/usage-line.ts';

/** What a subscription filter delivered at once. */
export interface Delivery {
  readonly calls: readonly DeliveredCall[];
  /** Ids of the log events that are no usage. */
  readonly strangers: readonly string[];
}

/** @throws for what is no delivery of CloudWatch Logs */
export function readDelivery({ awslogs }: CloudWatchLogsEvent): Delivery {
  const text = gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8');
  const { messageType, logEvents } = JSON.parse(text) as CloudWatchLogsDecodedData;
  // CloudWatch Logs asks in this way whether the function can be reached.
  if (messageType === 'CONTROL_MESSAGE') return { calls: [], strangers: [] };
  if (messageType !== 'DATA_MESSAGE') throw new Error('a delivery of an unknown type');
  const lines = logEvents.map(({ id, message }) => ({ logEventId: id, call: readUsageLine(message) }));
  return {
    calls: lines.flatMap(({ logEventId, call }) => (call === null ? [] : [{ ...call, logEventId }])),
    strangers: lines.filter(({ call }) => call === null).map(({ logEventId }) => logEventId),
  };
}
