import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import { readAuditEvent } from '../../audit-event-line.ts';
import { RestoreError } from '../restore-error.ts';
import type { Progress } from '../progress.ts';

/** The audit events since a moment, milliseconds since the epoch, in any order; some may come twice. */
export type ReadAuditLog = (since: number) => Promise<AuditEvent[]>;

/**
 * A file of JSON lines, as the log group has them; read whole, since what is too old changes nothing.
 *
 * @throws RestoreError where a line holds no event: it may be one that took a right away
 */
export function fileLog(path: string, progress: Progress): ReadAuditLog {
  return async () => {
    const events: AuditEvent[] = [];
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      const event = readAuditEvent(line);
      if (event === null) throw new RestoreError(`${path}, line ${number}: not an audit event`);
      events.push(event);
      progress.show(`reading ${path}`, events.length);
    }
    progress.end(`read ${path}`, events.length);
    return events;
  };
}

/** @throws RestoreError as `fileLog` */
export function cloudWatchLog(
  client: CloudWatchLogsClient,
  logGroupName: string,
  progress: Progress,
): ReadAuditLog {
  return async (startTime) => {
    const events: AuditEvent[] = [];
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      for (const { message = '', eventId } of page.events ?? []) {
        const event = readAuditEvent(message);
        if (event === null) throw new RestoreError(`${logGroupName}, event ${eventId}: not an audit event`);
        events.push(event);
      }
      progress.show(`reading ${logGroupName}`, events.length);
    }
    progress.end(`read ${logGroupName}`, events.length);
    return events;
  };
}
