import { keyBody } from '../../contract/api-key.ts';

/**
 * Finds text that looks like one of the deployment's keys where no key belongs: in a path, a query, a body. The shape
 * alone counts, not the checksum, since a mistyped key still tells most of a real one.
 */
export interface SecretShape {
  /** True where the text contains something that has the shape of a key, percent-encoded or not. */
  isIn(text: string): boolean;
  /** The text with everything of that shape replaced. */
  mask(text: string): string;
}

export function secretShape(prefixes: readonly string[]): SecretShape {
  // What follows a key directly may be the next one.
  const pattern = new RegExp(`(?:${prefixes.join('|')})_${keyBody}\\w*`, 'g');
  const isIn = (text: string): boolean => {
    if (text.search(pattern) !== -1) return true;
    const decoded = withoutPercentEncoding(text);
    return decoded !== text && isIn(decoded);
  };
  return { isIn, mask: (text) => text.replace(pattern, '[masked key]') };
}

function withoutPercentEncoding(text: string): string {
  return text.replace(/%([2-7][\da-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** True where a parsed JSON value contains key-shaped text in any string or member name, except below `exempt` members. */
export function containsSecret(value: unknown, shape: SecretShape, exempt: readonly string[] = []): boolean {
  if (typeof value === 'string') return shape.isIn(value);
  if (Array.isArray(value)) return value.some((item) => containsSecret(item, shape));
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(
    ([name, member]) => shape.isIn(name) || (!exempt.includes(name) && containsSecret(member, shape)),
  );
}
