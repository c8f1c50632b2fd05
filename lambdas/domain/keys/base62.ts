const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Writes a non-negative integer in base62 (digits, upper case, lower case), padded with zeros to `length`. */
export function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length) {
    text = alphabet[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  if (rest !== 0n) throw new RangeError(`value does not fit into ${length} base62 characters`);
  return text;
}
