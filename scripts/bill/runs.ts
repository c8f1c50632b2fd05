import { inMillions, priceOf } from './prices.ts';
import { compression, monthsKept, perCall } from './traffic.ts';

/** One run of a function. */
export interface Run {
  readonly memoryGb: number;
  readonly seconds: number;
}

export function runText({ memoryGb, seconds }: Run): string {
  return `one request, ${seconds * 1000} ms of ${memoryGb * 1024} MB`;
}

/** Requests and duration of so many runs of a function. */
export function costOfRuns(count: number, { memoryGb, seconds }: Run): number {
  return (
    priceOf('lambdaRequests', inMillions(count)) +
    priceOf('lambdaDuration', inMillions(count * memoryGb * seconds))
  );
}

/** Lambda's own lines of so many runs: taken in, masked and kept. */
export function costOfLines(count: number): number {
  const gb = (count * perCall.platformBytes) / 1_000_000_000;
  return (
    priceOf('lambdaLogs', gb) +
    priceOf('masking', gb) +
    priceOf('logStorage', gb * compression * monthsKept.logs)
  );
}
