import fc from 'fast-check';
import { readCursor, writeCursor } from '../../lambdas/domain/cursor.ts';

const anything: (text: string) => boolean = () => true;
const isRefused = (binding: string, cursor: string, isPosition = anything): boolean => {
  try {
    readCursor(binding, cursor, isPosition);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID', errors: [{ field: 'cursor' }] });
    return true;
  }
};
/** Positions are well-formed text: folded names, timestamps, ids. */
const position = fc.string({ minLength: 1, unit: 'grapheme' });

test('a cursor gives back the position it was written with', () => {
  fc.assert(
    fc.property(fc.string(), position, (binding, text) => {
      expect(readCursor(binding, writeCursor(binding, text), anything)).toBe(text);
    }),
  );
});

test('it needs no escaping in a URL', () => {
  fc.assert(
    fc.property(position, (text) => {
      const cursor = writeCursor('list', text);
      expect(encodeURIComponent(cursor)).toBe(cursor);
    }),
  );
});

test('altered in any character it is refused', () => {
  const cursor = writeCursor('list', '2027-06-15T12:00:00.500Z\u0001id');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ';
  const accepted = [...cursor].flatMap((original, at) =>
    [...alphabet.split(''), '']
      .filter((character) => character !== original)
      .map((character) => cursor.slice(0, at) + character + cursor.slice(at + 1))
      .filter((altered) => !isRefused('list', altered)),
  );
  expect(accepted).toEqual([]);
});

test('of another list, or of the same with other filters, it is refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), position, (binding, other, text) => {
      expect(isRefused(other, writeCursor(binding, text))).toBe(binding !== other);
    }),
  );
});

test.each(['', 'A', 'abc', '!!!', 'ÿ', Buffer.alloc(12).toString('base64url'), 'A'.repeat(4_096)])(
  'what was never a cursor is refused: %j',
  (text) => {
    expect(isRefused('list', text)).toBe(true);
  },
);

test('a position that its list cannot have written is refused', () => {
  const isNumber = (text: string) => /^\d+$/.test(text);
  const refused = ['7', '', 'x', '7x'].map((text) => isRefused('list', writeCursor('list', text), isNumber));
  expect(refused).toEqual([false, true, true, true]);
});

test('a position that no sort key of DynamoDB can hold is refused, whatever its list says', () => {
  const refused = ['x'.repeat(1_024), 'x'.repeat(1_025), 'ä'.repeat(512), 'ä'.repeat(513)].map((text) =>
    isRefused('list', writeCursor('list', text)),
  );
  expect(refused).toEqual([false, true, false, true]);
});

test('a refusal does not repeat the cursor', () => {
  let refusal: unknown;
  try {
    readCursor('list', 'sent-by-caller', anything);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ message: expect.not.stringContaining('sent-by-caller') });
  expect(JSON.stringify(refusal)).not.toContain('sent-by-caller');
});
