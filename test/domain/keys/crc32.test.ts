import { crc32 as reference } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from '../../../lambdas/domain/keys/crc32.ts';

test('is that of zlib', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => crc32(bytes) === reference(bytes)));
});

test('of the check string is what the standard says', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});
