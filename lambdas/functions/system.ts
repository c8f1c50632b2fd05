import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../domain/ports.ts';

/** What every function goes by, outside of tests. */
export const systemClock: Clock = { now: Date.now, sleep };
export const systemRandom: Random = { bytes: randomBytes, uuid: randomUUID };
