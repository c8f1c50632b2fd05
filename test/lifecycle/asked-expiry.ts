import fc from 'fast-check';

const day = 86_400_000;

/** Durations as bodies give them, and their milliseconds. */
export const spans = {
  '0s': 0,
  '1s': 1_000,
  '90s': 90_000,
  '5h': 18_000_000,
  '1d': day,
  '3d': 3 * day,
  '30d': 30 * day,
} as const;

export type Span = keyof typeof spans;
export const span = fc.constantFrom(...(Object.keys(spans) as Span[]));

/** An expiry that a body asks for. */
export interface AskedExpiry {
  /** Milliseconds since the epoch, infinite for never; undefined where none is asked for. */
  readonly at: (now: number) => number | undefined;
  readonly fields: (now: number) => object;
  readonly name: string;
}

const unasked: AskedExpiry = { at: () => undefined, fields: () => ({}), name: 'as it is' };
const never: AskedExpiry = {
  at: () => Number.POSITIVE_INFINITY,
  fields: () => ({ expiresAt: null }),
  name: 'never',
};

const duration = span
  .filter((text) => spans[text] > 0)
  .map(
    (text): AskedExpiry => ({
      at: (now) => now + spans[text],
      fields: () => ({ expiresIn: text }),
      name: `in ${text}`,
    }),
  );

const timestamp = fc.tuple(span, fc.integer({ min: 1, max: 999 })).map(([text, moreMs]): AskedExpiry => {
  const at = (now: number) => now + spans[text] + moreMs;
  return {
    at,
    fields: (now) => ({ expiresAt: new Date(at(now)).toISOString() }),
    name: `at ${text} and ${moreMs} ms from then`,
  };
});

export const expiry = fc.oneof(duration, timestamp, fc.constant(never));
export const expiryOrNone = fc.oneof(
  { weight: 1, arbitrary: fc.constant(unasked) },
  { weight: 2, arbitrary: expiry },
);
