import type { AuditAction } from '../domain/audit/audit.ts';

/** What is told of an event, to whatever kind of endpoint. */
export interface OutgoingMessage {
  /** The event's id, by which receivers tell copies. */
  readonly id: string;
  readonly type: AuditAction | typeof testType;
  /** When the event happened, ISO-8601 UTC with milliseconds. */
  readonly at: string;
  /** JSON, exactly as it is sent. */
  readonly body: string;
}

/** What is sent to try an endpoint; no event of the audit log has it. */
export const testType = 'webhook.test';
