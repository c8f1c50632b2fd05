import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../domain/ports.ts';

export const systemClock: Clock = { now: Date.now, sleep };
export const systemRandom: Random = { bytes: randomBytes, uuid: randomUUID };
export const systemPacing = { clock: systemClock, random: systemRandom } as const;
