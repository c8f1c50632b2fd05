import type { AuditEvent } from '@latchkey/client';
import { csvLine } from '../../download/csv.ts';

/** How events are written into a file. */
export interface EventFormat {
  readonly extension: 'csv' | 'jsonl';
  readonly mediaType: string;
  readonly beginning: string;
  readonly line: (event: AuditEvent) => string;
}

/** Names are the API's, so that both files, and what reads them, speak of the same. */
const csvColumns: Readonly<Record<string, (event: AuditEvent) => string | number | null | undefined>> = {
  at: ({ at }) => at,
  action: ({ action }) => action,
  'actor.userId': ({ actor }) => actor.userId,
  'actor.via': ({ actor }) => actor.via,
  'actor.apiKeyId': ({ actor }) => actor.apiKeyId,
  'target.type': ({ target }) => target.type,
  'target.id': ({ target }) => target.id,
  'target.name': ({ target }) => target.name,
  changes: ({ changes }) => JSON.stringify(changes),
  sourceIp: ({ sourceIp }) => sourceIp,
  userAgent: ({ userAgent }) => userAgent,
  requestId: ({ requestId }) => requestId,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  eventId: ({ eventId }) => eventId,
  sequence: ({ sequence }) => sequence,
  previousHash: ({ previousHash }) => previousHash,
  hash: ({ hash }) => hash,
};

export const eventFormats = {
  csv: {
    extension: 'csv',
    mediaType: 'text/csv;charset=utf-8',
    // Excel takes a file without a byte order mark for an older encoding.
    beginning: `\uFEFF${csvLine(Object.keys(csvColumns))}`,
    line: (event) => csvLine(Object.values(csvColumns).map((read) => String(read(event) ?? ''))),
  },
  /** Each event as the API gives it: its hash can be checked from the file. */
  jsonLines: {
    extension: 'jsonl',
    mediaType: 'application/x-ndjson;charset=utf-8',
    beginning: '',
    line: (event) => `${JSON.stringify(event)}\n`,
  },
} as const satisfies Record<string, EventFormat>;
