import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Takes a line that a function has printed in one of its environments. */
export type FunctionLog = (line: string, logStreamName: string) => void;

/** A name as Lambda gives to the log stream of an environment. */
export function newLogStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}

/** A line longer than this is cut, as CloudWatch Logs does with an event. */
const maxLineLength = 1_000_000;

/** Calls back for every whole line of a stream, and for the rest at its end. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) if (line !== '') onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/** Begins a line that holds a whole text, line breaks included (RFC 7464). */
const framing = '\u001E';

/** A text as one line, for `unframed`. */
export function framed(text: string): string {
  return `${framing}${JSON.stringify(text)}\n`;
}

/** The text of a line, whether it was framed or just printed. */
export function unframed(line: string): string {
  if (!line.startsWith(framing)) return line;
  try {
    return String(JSON.parse(line.slice(framing.length)));
  } catch {
    return line;
  }
}

/** What Lambda's text format puts before each call of `console`, and before the error of an invocation. */
export function textLine(level: string, requestId: string | undefined, text: string): string {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`;
}
