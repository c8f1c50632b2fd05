import { masked } from '../client/masking.ts';

/**
 * What Latchkey is told of a text that a caller chose, for the usage of the key: visible ASCII, no longer than it takes, and
 * without keys, however often they were percent-encoded.
 */
export function shownText(text: string, maxLength: number): string {
  const shown = text.replace(/[^\x20-\x7e]/g, '').slice(0, maxLength);
  return hidesKey(shown) ? '[masked key]' : shown;
}

/** Whether something in it has the shape of a key. */
export function hidesKey(text: string): boolean {
  if (masked(text, []) !== text) return true;
  const decoded = text.replace(/%([2-7][\da-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return decoded !== text && hidesKey(decoded);
}
