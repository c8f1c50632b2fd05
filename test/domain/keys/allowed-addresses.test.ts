import fc from 'fast-check';
import {
  areBlocksWithin,
  isAddressAllowed,
  isAddressBlock,
} from '../../../lambdas/domain/keys/allowed-addresses.ts';

describe('a block', () => {
  test.each([
    '203.0.113.7',
    '203.0.113.0/24',
    '203.0.113.7/24',
    '0.0.0.0/0',
    '255.255.255.255/32',
    '2001:db8::1',
    '2001:db8::/32',
    '::/0',
    '::1/128',
    '::ffff:203.0.113.7',
  ])('%s', (text) => {
    expect(isAddressBlock(text)).toBe(true);
  });

  test.each([
    '203.0.113',
    '203.0.113.256',
    '203.0.113.07',
    '203.0.113.0/33',
    '203.0.113.0/-1',
    '203.0.113.0/024',
    '203.0.113.0/24/8',
    '203.0.113.0/',
    '/24',
    '2001:db8::/129',
    '2001:db8:::1',
    'fe80::1%eth0',
    'localhost',
    ' 203.0.113.7',
    '203.0.113.7 ',
    '203.0.113.1-203.0.113.9',
    '',
  ])('%j is none', (text) => {
    expect(isAddressBlock(text)).toBe(false);
  });
});

describe('an address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.8', '203.0.113.7', false],
    ['203.0.113.0', '203.0.113.0/24', true],
    ['203.0.113.255', '203.0.113.0/24', true],
    ['203.0.114.0', '203.0.113.0/24', false],
    ['203.0.112.255', '203.0.113.0/24', false],
    ['203.0.113.200', '203.0.113.7/24', true],
    ['198.51.100.1', '0.0.0.0/0', true],
    ['2001:db8::ffff', '2001:db8::/112', true],
    ['2001:db8::1:0', '2001:db8::/112', false],
    ['2001:DB8:0:0::1', '2001:db8::1', true],
    ['::ffff:203.0.113.7', '203.0.113.0/24', true],
    ['::ffff:203.0.114.7', '203.0.113.0/24', false],
    ['203.0.113.7', '::ffff:203.0.113.7', true],
    ['2001:db8::1', '0.0.0.0/0', false],
  ])('%s lies in %s: %s', (address, block, expected) => {
    expect(isAddressAllowed(address, [block])).toBe(expected);
  });

  test('lies in one of several, and in none of an empty list', () => {
    expect(isAddressAllowed('203.0.113.7', ['198.51.100.0/24', '203.0.113.0/24'])).toBe(true);
    expect(isAddressAllowed('203.0.113.7', [])).toBe(false);
  });

  test('that cannot be read lies nowhere', () => {
    for (const address of ['', 'unknown', '203.0.113', '203.0.113.7, 198.51.100.1']) {
      expect(isAddressAllowed(address, ['0.0.0.0/0', '::/0'])).toBe(false);
    }
  });

  test('lies in an IPv4 block exactly where its first bits are the same', () => {
    const word = fc.nat({ max: 2 ** 32 - 1 });
    const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 32 }), (base, noise, bits) => {
        // The address shares about as many bits with the block as the block is wide.
        const address = bits === 0 ? noise : (base ^ (noise >>> Math.max(0, bits - 1))) >>> 0;
        const rest = 32 - bits;
        const isSame = BigInt(base) >> BigInt(rest) === BigInt(address) >> BigInt(rest);
        expect(isAddressAllowed(text(address), [`${text(base)}/${bits}`])).toBe(isSame);
      }),
    );
  });
});

describe('blocks within blocks', () => {
  test.each([
    [['203.0.113.0/25'], ['203.0.113.0/24'], true],
    [['203.0.113.0/24'], ['203.0.113.0/24'], true],
    [['203.0.113.0/24'], ['203.0.113.0/25'], false],
    [['203.0.113.7'], ['198.51.100.0/24', '203.0.113.7/32'], true],
    [['203.0.113.7', '198.51.100.1'], ['203.0.113.0/24'], false],
    [['2001:db8::/48'], ['2001:db8::/32'], true],
    [['203.0.113.7'], ['::/0'], false],
    [['203.0.113.7'], null, true],
    [null, ['0.0.0.0/0', '::/0'], false],
    [null, null, true],
  ])('%j within %j: %s', (inner, outer, expected) => {
    expect(areBlocksWithin(inner, outer)).toBe(expected);
  });

  test('two halves are not seen as the whole: the answer errs towards a refusal', () => {
    expect(areBlocksWithin(['10.0.0.0/8'], ['10.0.0.0/9', '10.128.0.0/9'])).toBe(false);
  });

  test('no address is allowed by the inner ones that the outer ones refuse', () => {
    const block = fc.constantFrom(
      '10.0.0.0/8',
      '10.0.0.0/9',
      '10.128.0.0/9',
      '10.0.0.1',
      '::/0',
      '::1',
      '::ffff:10.0.0.0/104',
    );
    const address = fc.constantFrom('10.0.0.1', '10.200.0.1', '::ffff:10.0.0.1', '::1', '192.0.2.1');
    const blocks = fc.array(block, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(blocks, blocks, address, (inner, outer, from) => {
        if (areBlocksWithin(inner, outer) && isAddressAllowed(from, inner)) {
          expect(isAddressAllowed(from, outer)).toBe(true);
        }
      }),
    );
  });
});
