import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One HTTP/1.1 answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** Longer than any answer takes; whoever says nothing for so long will say nothing more. */
const silenceMs = 10_000;

/** Sends bytes as they are over a connection of their own; resolves with every answer that came until it was closed. */
export async function exchange(origin: string, bytes: string): Promise<WireAnswer[]> {
  const socket = await dial(origin);
  socket.write(bytes, 'latin1');
  return answersIn(await untilClosed(socket));
}

/** The status and code of each answer, as `attempts` has them; of no answer at all, `closed`. */
export async function answersTo(origin: string, bytes: string): Promise<string> {
  const answers = await exchange(origin, bytes);
  return answers.map(shown).join(', ') || 'closed';
}

/** Calls with header lines that an HTTP client would join, order or refuse; `Host` and `Connection` are added. */
export async function call(
  origin: string,
  requestLine: string,
  headers: HeaderLines,
  body = '',
): Promise<WireAnswer> {
  const host: HeaderLines = headers.some(([name]) => name.toLowerCase() === 'host')
    ? []
    : [['Host', new URL(origin).host]];
  const length: HeaderLines = body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  const lines = [...host, ...headers, ...length, ['Connection', 'close'] as const];
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const [answer] = await exchange(
    origin,
    `${requestLine} HTTP/1.1\r\n${head}\r\n${Buffer.from(body).toString('latin1')}`,
  );
  if (answer === undefined) throw new Error('there was no answer');
  return answer;
}

/** Status, and code of a refusal. */
export function shown({ status, text }: WireAnswer): string {
  return status < 400 ? String(status) : `${status} ${codeIn(text)}`;
}

export async function dial(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
  await once(socket, 'connect');
  return socket;
}

async function untilClosed(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server that closes while bytes are on their way resets the connection.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  const isClosed = await Promise.race([closed.then(() => true), sleep(silenceMs, false, { ref: false })]);
  socket.destroy();
  if (!isClosed)
    throw new Error(
      `left open after ${JSON.stringify(Buffer.concat(chunks).toString('latin1').slice(0, 200))}`,
    );
  return Buffer.concat(chunks).toString('latin1');
}

function answersIn(text: string): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = text; rest !== ''; ) {
    const [head = ''] = /^HTTP\/1\.1 \d{3}[^]*?\r\n\r\n/.exec(rest) ?? [];
    if (head === '') throw new Error(`no HTTP: ${JSON.stringify(rest.slice(0, 80))}`);
    const [statusLine = '', ...lines] = head.trimEnd().split('\r\n');
    const headers = new Headers(
      lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const body = rest.slice(head.length, head.length + length);
    answers.push({
      status: Number(statusLine.split(' ')[1]),
      headers,
      text: Buffer.from(body, 'latin1').toString('utf8'),
    });
    rest = rest.slice(head.length + length);
  }
  return answers;
}

function codeIn(text: string): string {
  try {
    return String(JSON.parse(text).code);
  } catch {
    return 'without a problem';
  }
}
