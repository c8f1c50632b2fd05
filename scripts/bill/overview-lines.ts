import { lineBytes } from '../../lambdas/domain/usage/usage-slice.ts';
import { packedKeyBytes } from '../../lambdas/store/packed-usage.ts';
import { sliceShards } from '../../lambdas/store/usage-slices.ts';
import type { BillLine } from './bill-line.ts';
import { inMillions, priceOf } from './prices.ts';
import {
  minutesOfMonth,
  monthsKept,
  perCall,
  perMinuteOfRecorder,
  perTally,
  type Traffic,
} from './traffic.ts';

const writeUnitBytes = 1_024;
const readUnitBytes = 4_096;
const [minutesOfHour, minutesOfDay] = [60, 24 * 60];

/**
 * What counting the calls of all keys takes: slices of what was delivered, and minutes, hours and days counted from
 * them.
 *
 * @param recorders environments of the recorder
 */
export function overviewLines(traffic: Traffic, recorders: number): readonly BillLine[] {
  const { calls, callsPerDelivery, keysInUse } = traffic;
  const deliveries = calls / callsPerDelivery;
  const perRecorder = Object.values(perMinuteOfRecorder);
  const asked = perRecorder.reduce(
    (sum, times) => sum + Math.min(deliveries, times * minutesOfMonth * recorders),
    0,
  );
  const tallies = [1, minutesOfHour, minutesOfDay].map((minutes) => {
    const callsWithin = (calls * minutes) / minutesOfMonth;
    const count = Math.min(calls, minutesOfMonth / minutes);
    return { count, bytes: perTally.bytes + packedKeyBytes(Math.min(keysInUse, Math.ceil(callsWithin))) };
  });
  const [minutes, hours, days] = tallies as [Tally, Tally, Tally];
  const slicesBytes = deliveries * perCall.sliceBytes + calls * lineBytes;
  const inner = minutes.count * minutes.bytes + hours.count * hours.bytes;
  const counted = minutes.count + hours.count + days.count;
  const readUnits =
    counted * perTally.reads + minutes.count * sliceShards + (slicesBytes + inner) / readUnitBytes;
  const written = tallies.reduce(
    (sum, { count, bytes }) => sum + count * Math.ceil(bytes / writeUnitBytes),
    0,
  );
  const { memoryGb, seconds } = perTally.run;
  const keptBytes = slicesBytes + inner + days.count * days.bytes;
  return [
    {
      what: 'Overview, slices written',
      how: 'one write unit a delivery',
      dollars: priceOf('writeUnits', inMillions(deliveries)),
    },
    {
      what: 'Overview, recorders’ marks',
      how:
        `${perRecorder.reduce((sum, times) => sum + times, 0)} write units a minute and environment of the recorder, ` +
        `at most ${perRecorder.length} a delivery`,
      dollars: priceOf('writeUnits', inMillions(asked)),
    },
    {
      what: 'Overview, counted ahead',
      how:
        `each minute, hour and day once: written with ${packedKeyBytes(1)} B a key in use, and ${perTally.marks} marks; ` +
        `what it is counted from is read once; ${seconds * 1_000} ms of ${memoryGb * 1_024} MB`,
      dollars:
        priceOf('writeUnits', inMillions(written + counted * perTally.marks)) +
        priceOf('readUnits', inMillions(readUnits)) +
        priceOf('lambdaDuration', inMillions(counted * memoryGb * seconds)),
    },
    {
      what: 'Overview, kept 90 days',
      how: `${lineBytes} B a call, ${perCall.sliceBytes} B a delivery, and what is counted × ${monthsKept.usage} months`,
      dollars: priceOf('tableStorage', (keptBytes / 1_000_000_000) * monthsKept.usage),
    },
  ];
}

interface Tally {
  /** In a month. */
  readonly count: number;
  /** Of one. */
  readonly bytes: number;
}
