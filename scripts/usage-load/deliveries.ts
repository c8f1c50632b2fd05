import { pipeline } from './pipeline.ts';
import { seededIntegers } from './random.ts';

export interface Load {
  readonly callsPerSecond: number;
  /** Each call is made with one of them, at random. */
  readonly keys: number;
  readonly seconds: number;
}

/** Lines of one log stream, oldest first: numbers of the keys, and when their calls were answered. */
export interface Delivery {
  /** Milliseconds from the beginning, as all times here. */
  readonly atMs: number;
  readonly keys: readonly number[];
  readonly timesMs: readonly number[];
}

/**
 * The deliveries of a steady load. Calls come evenly, and each goes to one of the environments that are needed for them
 * at a time. A stream's lines are delivered once there are as many as a delivery takes, or the oldest has waited.
 */
export function* deliveriesOf({ callsPerSecond, keys, seconds }: Load): Generator<Delivery> {
  const { linesPerDelivery, gatheringMs, handlerMs } = pipeline;
  const streams = Math.max(1, Math.ceil((callsPerSecond * handlerMs) / 1000));
  const pickKey = seededIntegers(1);
  const waiting = Array.from({ length: streams }, () => ({ keys: [] as number[], timesMs: [] as number[] }));
  for (let call = 0; call < callsPerSecond * seconds; call += 1) {
    const atMs = (call * 1000) / callsPerSecond;
    const stream = call % streams;
    const lines = waiting[stream];
    if (lines === undefined) throw new RangeError('a call has a stream');
    const [oldestMs = atMs] = lines.timesMs;
    if (lines.keys.length === linesPerDelivery || atMs - oldestMs >= gatheringMs) {
      yield { atMs, ...lines };
      waiting[stream] = { keys: [], timesMs: [] };
    }
    waiting[stream]?.keys.push(pickKey(keys));
    waiting[stream]?.timesMs.push(atMs);
  }
}
