import { type AuditEvent, hashEvent } from '../lambdas/domain/audit/audit.ts';

/** S3 exports of CloudWatch Logs put the time before each line. */
const exportTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\s+(?=\{)/;

/** The audit event of a line of the log; null for a line that holds none. */
export function readAuditEvent(line: string): AuditEvent | null {
  try {
    const event = JSON.parse(line.replace(exportTime, '')) as AuditEvent;
    const isEvent =
      Number.isSafeInteger(event.sequence) &&
      [event.eventId, event.hash, event.target.type, event.target.id].every(
        (part) => typeof part === 'string',
      );
    // Some of what JSON can say has no canonical form, and so no hash.
    return isEvent && hashEvent(event) !== '' ? event : null;
  } catch {
    return null;
  }
}
