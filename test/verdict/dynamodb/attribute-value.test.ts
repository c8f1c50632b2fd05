import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { readAttributes } from '../../../lambdas/verdict/dynamodb/attribute-value.ts';

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 0n, max: 10n ** 37n }),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test('an item is read as the AWS SDK reads it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (item) => {
      const encoded = JSON.parse(JSON.stringify(marshall(item, { allowImpreciseNumbers: true })));
      expect(readAttributes(encoded)).toEqual(unmarshall(encoded));
    }),
  );
});

test('an integer of nanoseconds keeps its last digit', () => {
  expect(readAttributes({ tat: { N: '1813060800500000001' } })).toEqual({ tat: 1_813_060_800_500_000_001n });
  expect(readAttributes({ tat: { N: '9007199254740991' } })).toEqual({ tat: 9_007_199_254_740_991 });
  expect(readAttributes({ tat: { N: '-9007199254740992' } })).toEqual({ tat: -9_007_199_254_740_992n });
});

test('a name that a caller chose changes nothing but itself', () => {
  const read: any = readAttributes(JSON.parse('{"__proto__":{"M":{"isAdmin":{"BOOL":true}}}}'));
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(read.isAdmin).toBeUndefined();
});

const nested = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>((inner) => ({ L: [inner] }), { S: '' });

const noItems: unknown[] = [
  null,
  [],
  'pk',
  { a: null },
  { a: 'x' },
  { a: {} },
  { a: { S: 'x', N: '1' } },
  { a: { S: 1 } },
  { a: { N: 1 } },
  { a: { N: '' } },
  { a: { N: 'NaN' } },
  { a: { N: '0x10' } },
  { a: { N: '1e30' } },
  { a: { BOOL: 'true' } },
  { a: { NULL: false } },
  { a: { L: {} } },
  { a: { M: [] } },
  { a: { SS: [1] } },
  { a: { SS: ['x'] } },
  { a: { B: 'AA==' } },
  { a: { toString: 'x' } },
  { a: nested(40) },
];

test.each(noItems.map((encoded) => ({ encoded })))('what is no item is an error: $encoded', ({ encoded }) => {
  expect(() => readAttributes(encoded)).toThrow(expect.objectContaining({ reason: 'malformed' }));
});
