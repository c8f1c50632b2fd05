import { randomInt } from 'node:crypto';
import { errorCode } from '../errors.ts';

/**
 * Uses an address of this machine at random, one of sixteen million: whatever runs in a browser cannot guess it, and so
 * cannot call what listens there. Systems that have one loopback address only (macOS) use that.
 *
 * @param use listens there; fails as Node.js does where the address is none of this machine's
 */
export async function atHiddenAddress<T>(use: (host: string) => Promise<T>): Promise<T> {
  const bytes = Array.from({ length: 3 }, () => randomInt(1, 255));
  try {
    return await use(['127', ...bytes].join('.'));
  } catch (error) {
    if (errorCode(error) !== 'EADDRNOTAVAIL') throw error;
    return await use('127.0.0.1');
  }
}
