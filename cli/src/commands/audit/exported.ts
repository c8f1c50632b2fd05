import type { AuditEvent } from '@latchkey/client';
import { usageFailure } from '../../failure.ts';

/** S3 exports of CloudWatch Logs put the time before each line. */
const exportTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\s+(?=\{)/;

/** What `aws logs filter-log-events` and `tail` answer with: the line is a member of another object. */
interface Wrapped {
  readonly message?: unknown;
  readonly events?: readonly Wrapped[];
}

/**
 * The audit events of the exported log, one a line, or the answer of `aws logs filter-log-events`.
 *
 * @throws Failure that names the line which holds no event
 */
export function readExported(content: string, name: string): AuditEvent[] {
  const whole = parsed(content) as Wrapped | null;
  const lines = Array.isArray(whole?.events)
    ? whole.events.map(({ message }: Wrapped) => String(message))
    : content.split('\n');
  const events: AuditEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const event = parsed(line.replace(exportTime, ''));
    if (!isEvent(event)) throw usageFailure(`${name}: line ${index + 1} is no audit event`);
    events.push(event);
  }
  if (events.length === 0) throw usageFailure(`${name} has no audit events`);
  return events;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is AuditEvent {
  const event = value as AuditEvent | null;
  return (
    Number.isSafeInteger(event?.sequence) &&
    [event?.eventId, event?.hash, event?.target?.type, event?.target?.id].every(
      (part) => typeof part === 'string',
    ) &&
    !Number.isNaN(Date.parse(event?.at ?? ''))
  );
}
