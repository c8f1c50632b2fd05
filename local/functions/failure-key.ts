import { randomUUID } from 'node:crypto';

/**
 * The key under which Lambda keeps what it gave up in an S3 on-failure destination.
 *
 * @param origin what the failure belongs to, such as `async/<function>`
 * @param timestamp in ISO 8601, UTC
 */
export function failureKey(origin: string, timestamp: string): string {
  const [date, time] = [timestamp.slice(0, 10), timestamp.slice(11, 19).replaceAll(':', '.')];
  return `aws/lambda/${origin}/${date.replaceAll('-', '/')}/${date}T${time}-${randomUUID()}`;
}
