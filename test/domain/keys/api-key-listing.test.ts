import fc from 'fast-check';
import { neverExpires, sortFields, sortTexts } from '../../../lambdas/domain/keys/api-key-listing.ts';
import { foldName } from '../../../lambdas/domain/keys/name.ts';
import { apiKeyIdOf } from '../../support/memory-brands.ts';
import { noon } from '../../support/memory-ports.ts';
import { mintKey } from '../../support/memory-records.ts';

const byBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));
const sortable = fc.record({
  id: fc.uuid().map(apiKeyIdOf),
  name: fc.oneof(fc.constantFrom('a', 'A', 'a!', 'a b', 'ab', 'ä', '😀'), fc.string({ maxLength: 20 })),
  createdAt: fc.integer({ min: noon, max: noon + 3 }),
  expiresAt: fc.option(fc.integer({ min: noon, max: noon + 3 })),
});
type Sortable = typeof sortable extends fc.Arbitrary<infer T> ? T : never;

describe('the order of sort texts by bytes', () => {
  test.each([
    ['createdAt', ({ createdAt }: Sortable) => new Date(createdAt).toISOString()],
    ['name', ({ name }: Sortable) => foldName(name)],
    [
      'expiresAt',
      ({ expiresAt }: Sortable) => (expiresAt === null ? '\u{10ffff}' : new Date(expiresAt).toISOString()),
    ],
  ] as const)('is by %s, then by id', (field, valueOf) => {
    fc.assert(
      fc.property(sortable, sortable, (left, right) => {
        const order = byBytes(sortTexts(left)[field], sortTexts(right)[field]);
        const expected = byBytes(valueOf(left), valueOf(right)) || byBytes(left.id, right.id);
        expect(Math.sign(order)).toBe(Math.sign(expected));
      }),
    );
  });

  test('keys without expiry come after those of the year 9999', () => {
    const latest = { id: apiKeyIdOf('f'), name: '', createdAt: noon, expiresAt: Date.UTC(9999, 11, 31) };
    expect(byBytes(sortTexts(latest).expiresAt, neverExpires)).toBeLessThan(0);
    expect(sortTexts({ ...latest, expiresAt: null }).expiresAt.startsWith(neverExpires)).toBe(true);
  });
});

describe('a sort text stays below the 1,024 bytes of an index key', () => {
  test.each([
    ['4-byte characters', '😀'],
    ['3-byte characters', '漢'],
    ['characters that fold into many', '\ufdfa'],
  ])('with a name of 256 %s', (_, character) => {
    const text = sortTexts({
      id: apiKeyIdOf('3f0c0000-0000-4000-a000-000000000000'),
      name: character.repeat(256),
      createdAt: noon,
      expiresAt: null,
    }).name;
    expect(Buffer.byteLength(text)).toBeLessThan(1_024);
    expect(text.endsWith('\u00013f0c0000-0000-4000-a000-000000000000')).toBe(true);
    expect(text).not.toContain('\ufffd');
  });

  test('and is cut between characters, wherever they fall', () => {
    for (let offset = 0; offset < 4; offset += 1) {
      const name = `${'x'.repeat(offset)}${'😀'.repeat(250)}`;
      const text = sortTexts({ id: apiKeyIdOf('id'), name, createdAt: noon, expiresAt: null }).name;
      expect(name.startsWith(text.slice(0, -'\u0001id'.length))).toBe(true);
    }
  });
});

test('every sort field has a sort text', () => {
  const texts = sortTexts(mintKey().key);
  expect(Object.keys(texts).toSorted()).toEqual([...sortFields].toSorted());
});
