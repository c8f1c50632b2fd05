import fc from 'fast-check';
import { checkIfMatch, etagOf, readIfMatch } from '../../lambdas/gateway/if-match.ts';
import { thrownBy } from '../support/memory-answers.ts';

const isMet = (header: string | undefined, version: number): boolean => {
  try {
    checkIfMatch(readIfMatch(header), version);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', status: 412 });
    return false;
  }
};

test('the ETag of a version meets that version and no other', () => {
  const version = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(version, version, (named, stored) => {
      expect(isMet(etagOf(named), stored)).toBe(named === stored);
    }),
  );
});

test.each<[string | undefined, boolean]>([
  [undefined, true],
  ['*', true],
  [' * ', true],
  ['"7"', true],
  [' "7" ', true],
  ['"6", "7"', true],
  ['"6","8"', false],
  ['W/"7"', false],
  ['"other,\\7"', false],
  ['"07"', false],
  ['""', false],
])('%j at version 7: %s', (header, expected) => {
  expect(isMet(header, 7)).toBe(expected);
});

test.each([
  '7',
  '"7',
  '7"',
  '',
  ' ',
  '"7" "8"',
  '"7",',
  'w/"7"',
  '"7", *',
  '"a b"',
  `"${'x'.repeat(1_000)}"`,
])('%j is no list of entity tags', (header) => {
  expect(thrownBy(() => readIfMatch(header))).toMatchObject({
    code: 'INVALID',
    errors: [{ field: 'If-Match' }],
  });
});
