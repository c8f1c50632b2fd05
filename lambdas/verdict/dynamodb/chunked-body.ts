import { malformed } from './error.ts';

const lineEnd = '\r\n';

/**
 * The contents of a body in chunks (RFC 9112, section 7.1), trailers ignored.
 *
 * @param bytes all that has come so far
 * @returns null while its end has not come
 * @throws DynamoDbError `malformed`
 */
export function joinChunks(bytes: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(lineEnd, at, 'latin1');
    if (end === -1) return null;
    const sizeBytes = sizeOf(bytes.toString('latin1', at, end));
    const start = end + lineEnd.length;
    if (sizeBytes === 0) return hasEnded(bytes, end) ? Buffer.concat(chunks) : null;
    at = start + sizeBytes + lineEnd.length;
    if (at > bytes.length) return null;
    if (bytes.toString('latin1', at - lineEnd.length, at) !== lineEnd) throw malformed('a chunk');
    chunks.push(bytes.subarray(start, start + sizeBytes));
  }
}

function sizeOf(line: string): number {
  const [, digits] = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
  if (digits === undefined) throw malformed('a chunk');
  return Number.parseInt(digits, 16);
}

/** Trailers, or none, end with an empty line, and nothing follows it. */
function hasEnded(bytes: Buffer, from: number): boolean {
  const end = bytes.indexOf(lineEnd + lineEnd, from, 'latin1');
  if (end !== -1 && end + 2 * lineEnd.length !== bytes.length) throw malformed('its end');
  return end !== -1;
}
