import type { ApiKeyId } from '../contract/brands.ts';
import type { UsageCounts } from '../domain/usage/usage-chunk.ts';
import { type CountedLine, lineBytes } from '../domain/usage/usage-slice.ts';

const idBytes = 16;
const countBytes = 6;
const keyBytes = idBytes + 3 * countBytes;

/** Lines one after the other: id of the line, of the key, kind, calls. */
export function packLines(lines: readonly CountedLine[]): Buffer {
  const bytes = Buffer.alloc(lines.length * lineBytes);
  for (const [at, { line, apiKeyId, kind, calls }] of lines.entries()) {
    const begin = at * lineBytes;
    bytes.write(line, begin, 'hex');
    writeId(bytes, apiKeyId, begin + 8);
    bytes.writeUInt16BE(kind, begin + 24);
    bytes.writeUInt32BE(calls, begin + 26);
  }
  return bytes;
}

export function unpackLines(stored: Uint8Array): CountedLine[] {
  const bytes = Buffer.from(stored);
  return Array.from({ length: bytes.length / lineBytes }, (_, at) => {
    const begin = at * lineBytes;
    return {
      line: bytes.toString('hex', begin, begin + 8),
      apiKeyId: readId(bytes, begin + 8),
      kind: bytes.readUInt16BE(begin + 24),
      calls: bytes.readUInt32BE(begin + 26),
    };
  });
}

/** Keys one after the other, with their calls by outcome. */
export function packKeys(keys: readonly (readonly [ApiKeyId, UsageCounts])[]): Buffer {
  const bytes = Buffer.alloc(keys.length * keyBytes);
  for (const [at, [id, { success, denied, error }]] of keys.entries()) {
    const begin = at * keyBytes;
    writeId(bytes, id, begin);
    for (const [place, calls] of [success, denied, error].entries()) {
      bytes.writeUIntBE(calls, begin + idBytes + place * countBytes, countBytes);
    }
  }
  return bytes;
}

export function* unpackKeys(stored: Uint8Array): Generator<readonly [ApiKeyId, UsageCounts]> {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  for (let begin = 0; begin < bytes.length; begin += keyBytes) {
    const count = (place: number) => bytes.readUIntBE(begin + idBytes + place * countBytes, countBytes);
    yield [readId(bytes, begin), { success: count(0), denied: count(1), error: count(2) }];
  }
}

/** What `packKeys` makes of so many keys. */
export const packedKeyBytes = (keys: number): number => keys * keyBytes;

function writeId(bytes: Buffer, id: ApiKeyId, begin: number): void {
  bytes.write(id.replaceAll('-', ''), begin, 'hex');
}

/** A UUID, as it is written. */
function readId(bytes: Buffer, begin: number): ApiKeyId {
  const text = bytes.toString('hex', begin, begin + idBytes);
  const parts = [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)];
  return parts.join('-') as ApiKeyId;
}
