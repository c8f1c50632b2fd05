import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { accountId, region } from '../aws.ts';
import { ServiceError } from '../http/json-service.ts';
import { parseObject } from '../json.ts';
import type { EventBuses } from './event-buses.ts';

const maxEntries = 10;
/** Of all entries of a request (user guide, quotas); exactly so many bytes are still taken. */
const maxRequestBytes = 1024 * 1024;
const maxDetailTypeLength = 128;
const timeBytes = 14;
const busPattern = /^(?:arn:aws[\w-]*:events:[a-z0-9-]*:\d{12}:event-bus\/)?([/.\-_A-Za-z0-9]{1,256})$/;

const entryShape = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  /** Seconds. */
  Time: z.number().optional(),
  Resources: z.array(z.string().max(2_048)).default([]),
  EventBusName: z.string().regex(busPattern).default('default'),
  TraceHeader: z.string().max(500).optional(),
});

const requestShape = z.object({
  Entries: z.array(entryShape).min(1),
  EndpointId: z.undefined('there are no global endpoints here').optional(),
});

type Entry = z.infer<typeof entryShape>;

/** What is wrong with an entry, by name and in words. */
interface EntryFault {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/**
 * `PutEvents`: keeps each event that EventBridge would take. Whether a bus exists nobody learns: EventBridge takes events
 * for any name, and drops those of a bus that is not there (aws-cli 9186). Texts are as met with EventBridge.
 */
export async function putEvents(input: unknown, buses: EventBuses): Promise<object> {
  const entries = readEntries(input);
  const results = entries.map((entry) => faultOf(entry) ?? eventOf(entry));
  for (const bus of new Set(entries.map(busOf))) {
    const events = results.filter((result, i) => 'id' in result && busOf(entries[i]) === bus);
    if (events.length > 0) await buses.put(bus, events);
  }
  const failed = results.filter((result) => 'ErrorCode' in result);
  return {
    FailedEntryCount: failed.length,
    Entries: results.map((result) => ('id' in result ? { EventId: result.id } : result)),
  };
}

function readEntries(input: unknown): Entry[] {
  const { data, error } = requestShape.safeParse(input);
  if (error !== undefined) throw new ServiceError('ValidationException', z.prettifyError(error));
  const { Entries: entries } = data;
  if (entries.length > maxEntries) {
    throw new ServiceError(
      'ValidationException',
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${maxEntries}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > maxRequestBytes) {
    throw new ServiceError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  }
  return entries;
}

/** As the user guide reckons it, "Calculating PutEvents event entry size". */
function sizeOf({ Source = '', DetailType = '', Detail = '', Time, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes + (Time === undefined ? 0 : timeBytes);
}

function faultOf(entry: Entry): EntryFault | null {
  const missing = (['Source', 'DetailType', 'Detail'] as const).find((name) => !entry[name]);
  if (missing !== undefined) return invalid(missing, `${missing} is a required argument.`);
  if ((entry.DetailType ?? '').length > maxDetailTypeLength) {
    return invalid('DetailType', `DetailType must be ${maxDetailTypeLength} characters at most.`);
  }
  if (parseObject((entry.Detail ?? '').trim()) === null) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  if (entry.Source?.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  return null;
}

function invalid(name: string, reason: string): EntryFault {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}`,
  };
}

/** The event as targets of the bus would get it. */
function eventOf({ Source, DetailType, Detail = '', Time, Resources }: Entry) {
  const at = Time === undefined ? new Date() : new Date(Time * 1_000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: accountId,
    time: at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: Resources,
    detail: parseObject(Detail.trim()),
  };
}

/** The name of an entry's bus, which may be given by ARN. */
function busOf(entry: Entry | undefined): string {
  return busPattern.exec(entry?.EventBusName ?? '')?.[1] ?? 'default';
}
