import { functionsPerCall, readsPerCall } from '../capacity/demand.ts';
import type { BillLine } from './bill-line.ts';
import { overviewLines } from './overview-lines.ts';
import { inMillions, priceOf } from './prices.ts';
import { costOfLines, costOfRuns, runText } from './runs.ts';
import {
  compression,
  daysOfMonth,
  minutesOfMonth,
  monthsKept,
  perCall,
  standing,
  type Traffic,
} from './traffic.ts';
import { clockRun, turnReads } from './webhooks.ts';

/** A key moves in the index of the table Usage to another day: its entry is removed and written anew. */
const indexUnits = 2;

const gigabytes = (bytes: number): number => bytes / 1_000_000_000;

/** The whole month, once tables and logs have filled up to their retention. */
export function billOf(traffic: Traffic): readonly BillLine[] {
  return [
    ...verdictLines(traffic),
    handlerLine(traffic),
    ...logLines(traffic),
    ...usageLines(traffic),
    ...overviewLines(traffic, recordersOf(traffic)),
    transferLine(traffic),
    ...standingLines(),
  ];
}

export function totalOf(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** What a verdict is: the gateway's call, the authorizer, its reads. */
export function verdictLines({ calls }: Pick<Traffic, 'calls'>): readonly BillLine[] {
  return [
    { what: 'API Gateway', how: 'one REST call', dollars: priceOf('restCalls', inMillions(calls)) },
    {
      what: 'Authorizer',
      how: runText(perCall.authorizer),
      dollars: costOfRuns(calls, perCall.authorizer),
    },
    {
      what: 'Reads of the verdict',
      how: `${readsPerCall} read units`,
      dollars: priceOf('readUnits', inMillions(calls * readsPerCall)),
    },
  ];
}

function handlerLine({ calls }: Traffic): BillLine {
  return { what: 'Handler', how: runText(perCall.handler), dollars: costOfRuns(calls, perCall.handler) };
}

function logLines({ calls, callsPerDelivery }: Traffic): readonly BillLine[] {
  const functionRuns = calls * functionsPerCall + calls / callsPerDelivery;
  const accessGb = gigabytes(calls * perCall.accessLineBytes);
  const functionsGb = gigabytes(calls * perCall.usageLineBytes + functionRuns * perCall.platformBytes);
  const gb = accessGb + functionsGb;
  return [
    {
      what: 'Logs, taken in',
      how:
        `access line ${perCall.accessLineBytes} B, usage line ${perCall.usageLineBytes} B, and ` +
        `${perCall.platformBytes} B of Lambda's own for each run, the recorder's too`,
      dollars: priceOf('accessLogs', accessGb) + priceOf('lambdaLogs', functionsGb),
    },
    { what: 'Logs, masked', how: 'the same bytes', dollars: priceOf('masking', gb) },
    {
      what: 'Logs, kept 90 days',
      how: `the same bytes × ${compression * 100}% × ${monthsKept.logs} months`,
      dollars: priceOf('logStorage', gb * compression * monthsKept.logs),
    },
  ];
}

/** Environments of the recorder: each remembers for itself. */
function recordersOf({ calls, callsPerDelivery }: Traffic): number {
  const deliveriesPerSecond = calls / callsPerDelivery / (minutesOfMonth * 60);
  return Math.max(1, deliveriesPerSecond * perCall.recorder.seconds);
}

function usageLines(traffic: Traffic): readonly BillLine[] {
  const { calls, callsPerDelivery, keysInUse, usageDetail } = traffic;
  const attempts = Math.min(calls, keysInUse * minutesOfMonth * recordersOf(traffic));
  const lastUseUnits = attempts + keysInUse * daysOfMonth * indexUnits;
  const bytes = perCall.usageItemBytes + (usageDetail === 'all' ? perCall.usageEntryBytes : 0);
  return [
    {
      what: 'Usage, recorder',
      how: `${runText(perCall.recorder)}, each delivery`,
      dollars: costOfRuns(calls / callsPerDelivery, perCall.recorder),
    },
    {
      what: 'Usage, chunks written',
      how: "one write unit a call at most: fewer where a key's calls come together",
      dollars: priceOf('writeUnits', inMillions(calls)),
    },
    {
      what: 'Usage, last use',
      how:
        'one write unit a key in use, minute and environment of the recorder, at most one a call; and two a key and ' +
        'day for the index',
      dollars: priceOf('writeUnits', inMillions(lastUseUnits)),
    },
    {
      what: 'Usage, kept 90 days',
      how: `${bytes} B a call × ${monthsKept.usage} months`,
      dollars: priceOf('tableStorage', gigabytes(calls * bytes) * monthsKept.usage),
    },
  ];
}

function transferLine({ calls }: Traffic): BillLine {
  return {
    what: 'Transfer to the internet',
    how: `${perCall.responseBytes} B an answer`,
    dollars: priceOf('transfer', gigabytes(calls * perCall.responseBytes)),
  };
}

/** What a deployment costs that nobody calls. */
export function standingLines(): readonly BillLine[] {
  const { alarmMetrics, customMetrics, dashboards } = standing;
  return [
    {
      what: 'Alarms',
      how: `${alarmMetrics} metrics that they watch`,
      dollars: priceOf('alarmMetrics', alarmMetrics),
    },
    {
      what: 'Metrics of our own',
      how: `${customMetrics} metrics`,
      dollars: priceOf('customMetrics', customMetrics),
    },
    { what: 'Dashboard', how: `${dashboards}`, dollars: priceOf('dashboards', dashboards) },
    {
      what: 'Clock, once a minute',
      how: `${runText(clockRun)}, ${turnReads} read units where nothing is due, and Lambda's own lines`,
      dollars:
        costOfRuns(minutesOfMonth, clockRun) +
        priceOf('readUnits', inMillions(minutesOfMonth * turnReads)) +
        costOfLines(minutesOfMonth),
    },
    {
      what: 'Master of webhook secrets',
      how: 'one secret; it is read once by each environment of a function',
      dollars: priceOf('secrets', 1),
    },
  ];
}
