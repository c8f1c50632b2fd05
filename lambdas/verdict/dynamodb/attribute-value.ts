import { malformed } from './error.ts';

/** A value as a request carries it: a number as its digits, so that none is lost. */
export type AttributeInput = { readonly S: string } | { readonly N: string };

/** Attributes as plain values, the way the AWS SDK's `unmarshall` gives them. */
export type Attributes = Record<string, unknown>;

/** DynamoDB's own limit of nesting. */
const maxDepth = 32;
const what = 'an attribute';

/**
 * Reads an item, or the attributes of one.
 *
 * @throws DynamoDbError `malformed`, for a type too that nothing here is stored as
 */
export function readAttributes(encoded: unknown): Attributes {
  return readMap(encoded, 0);
}

function readMap(encoded: unknown, depth: number): Attributes {
  if (!isObject(encoded)) throw malformed(what);
  const attributes: Attributes = {};
  for (const name of Object.keys(encoded)) {
    const value = readValue(encoded[name], depth + 1);
    // Names may be a caller's: assigning this one would change what the object inherits from.
    if (name === '__proto__') Object.defineProperty(attributes, name, { value, enumerable: true });
    else attributes[name] = value;
  }
  return attributes;
}

function readValue(encoded: unknown, depth: number): unknown {
  if (!isObject(encoded) || depth > maxDepth) throw malformed(what);
  const [type = '', ...others] = Object.keys(encoded);
  const value = encoded[type];
  if (others.length > 0) throw malformed(what);
  if (type === 'S' && typeof value === 'string') return value;
  if (type === 'N' && typeof value === 'string') return readNumber(value);
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  if (type === 'NULL' && value === true) return null;
  if (type === 'L' && Array.isArray(value)) return value.map((member) => readValue(member, depth + 1));
  if (type === 'M') return readMap(value, depth);
  throw malformed(what);
}

/** A number where that is exact, else a bigint: a moment in nanoseconds has 19 digits. */
function readNumber(digits: string): number | bigint {
  const isInteger = /^-?\d{1,38}$/.test(digits);
  const number = Number(digits);
  if (Number.isSafeInteger(number) && isInteger) return number;
  if (isInteger) return BigInt(digits);
  const isFraction = /^-?\d+(\.\d+)?(E[+-]?\d{1,3})?$/i.test(digits);
  if (!isFraction || Math.abs(number) > Number.MAX_SAFE_INTEGER) throw malformed(what);
  return number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
