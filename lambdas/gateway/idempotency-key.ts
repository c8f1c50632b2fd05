import { invalid } from '../domain/problem.ts';

const pattern = /^[\x21-\x7e]{1,64}$/;

/** @throws Problem `INVALID` naming `Idempotency-Key` where it is not 1 to 64 visible ASCII characters, sent once */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (!pattern.test(header)) throw invalid('Idempotency-Key', 'Must be 1 to 64 visible ASCII characters');
  return header;
}
