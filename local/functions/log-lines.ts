import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { parseObject } from '../json.ts';

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

/** The line as the log group gets it. A JSON object stays as it is, any other text is wrapped in one. */
export function logLine(line: string, level: string, requestId?: string): string {
  if (parseObject(line) !== null) return line;
  return JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message: line });
}
