import { createHash } from 'node:crypto';
import { invalid } from './problem.ts';

const tagLength = 12;

/** A sort key of DynamoDB holds no more, and every position is compared with one. */
const maxPositionBytes = 1_024;

/** What a cursor is bound to: the list, and all that decides which items are in it and in which order. */
export function listBinding(list: string, query: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return JSON.stringify([list, entries.toSorted(([left], [right]) => (left < right ? -1 : 1))]);
}

/**
 * An opaque place in a list. It is bound to the list and its filters by a digest, so that a cursor of another
 * list, or one altered by mistake, is refused. The digest has no secret, and anybody can forge it.
 */
export function writeCursor(binding: string, position: string): string {
  return Buffer.concat([tag(binding, position), Buffer.from(position, 'utf8')]).toString('base64url');
}

/**
 * @param isPosition whether the list can have written a text as a position, since a forged cursor brings any
 * @throws Problem `INVALID` naming `cursor`
 */
export function readCursor(binding: string, cursor: string, isPosition: (text: string) => boolean): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const position = bytes.subarray(tagLength).toString('utf8');
  const isBounded = bytes.length > tagLength && bytes.length <= tagLength + maxPositionBytes;
  if (!isBounded || writeCursor(binding, position) !== cursor || !isPosition(position)) {
    throw invalid('cursor', 'Use the cursor of the Link header of the same list, unchanged');
  }
  return position;
}

function tag(binding: string, position: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([binding, position]))
    .digest()
    .subarray(0, tagLength);
}
