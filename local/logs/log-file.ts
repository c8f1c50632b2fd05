import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { errorCode } from '../errors.ts';
import { inFolder } from '../storage/atomic-file.ts';

/** Lines of a file that a reader has not seen yet. Empty lines are left out. */
export interface Backlog {
  readonly lines: readonly { readonly text: string; readonly startByte: number; readonly endByte: number }[];
  /** Where reading began. It is 0 where the file is shorter than what had been read: it was begun anew. */
  readonly startByte: number;
  readonly endByte: number;
}

const newline = 0x0a;
/** Longer than any line that the server writes. */
const maxReadBytes = 8 * 1024 * 1024;

/**
 * Adds whole lines to a file, which is created if necessary.
 *
 * @returns where the text begins
 */
export async function appendLines(path: string, text: string): Promise<number> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND;
  const file = await inFolder(path, () => open(path, flags, 0o600));
  try {
    const { size } = await file.stat();
    const isTorn = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== newline;
    // A crash can leave half a line. The next one must not continue it.
    await file.appendFile(isTorn ? `\n${text}` : text);
    return isTorn ? size + 1 : size;
  } finally {
    await file.close();
  }
}

/** The size of a file in bytes; 0 where there is none. */
export async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Reads whole lines, from a place in a file onwards, and `maxReadBytes` at most. */
export async function readBacklog(path: string, fromByte: number): Promise<Backlog> {
  const size = await fileBytes(path);
  const startByte = size < fromByte ? 0 : fromByte;
  if (size === startByte) return { lines: [], startByte, endByte: startByte };
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size - startByte, maxReadBytes)),
      0,
      undefined,
      startByte,
    );
    return linesOf(buffer.subarray(0, bytesRead), startByte);
  } finally {
    await file.close();
  }
}

function linesOf(bytes: Buffer, startByte: number): Backlog {
  const lines: { text: string; startByte: number; endByte: number }[] = [];
  let from = 0;
  for (let to = bytes.indexOf(newline); to !== -1; to = bytes.indexOf(newline, from)) {
    const text = bytes.toString('utf8', from, to);
    if (text !== '') lines.push({ text, startByte: startByte + from, endByte: startByte + to + 1 });
    from = to + 1;
  }
  // The server writes no line of that length. It is skipped, so that the lines after it are found.
  const readBytes = from === 0 && bytes.length === maxReadBytes ? bytes.length : from;
  return { lines, startByte, endByte: startByte + readBytes };
}
