import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Answer } from '../domain/webhooks/answer.ts';
import type { Destination } from '../domain/webhooks/resolve-target.ts';

/** Of what a receiver answers: more is not read, and none of it kept. */
const maxAnswerBytes = 4_096;

export interface OutgoingPost {
  readonly destination: Destination;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one POST to the address that was checked; the name is for TLS and `Host` alone. It follows no redirect, knows no
 * proxy and keeps no connection.
 *
 * @param signal ends it: what has not answered by then has timed out
 */
export type Post = (post: OutgoingPost, signal: AbortSignal) => Promise<Answer>;

export interface TrustedAuthorities {
  /** Certificates, as PEM, that are trusted instead of those that Node.js knows. @default - those */
  readonly ca?: string;
}

export function createPost({ ca }: TrustedAuthorities = {}): Post {
  return ({ destination, headers, body }, signal) =>
    new Promise((resolve) => {
      const { url, host, address, family } = destination;
      const pinned: LookupFunction = (_, { all }, found) => {
        if (all === true) found(null, [{ address, family }]);
        else found(null, address, family);
      };
      const sent = request(url, {
        method: 'POST',
        // An agent of its own: the global one may know a proxy.
        agent: new Agent({ keepAlive: false, maxCachedSessions: 0 }),
        lookup: pinned,
        servername: isIP(host) === 0 ? host : '',
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
        signal,
        ...(ca === undefined ? {} : { ca }),
      });
      let head: Answer | null = null;
      const progress = { isConnected: false, isSecure: false };
      sent.once('socket', (socket) => {
        socket.once('connect', () => (progress.isConnected = true));
        (socket as TLSSocket).once('secureConnect', () => (progress.isSecure = true));
      });
      const end = (answer: Answer) => {
        resolve(answer);
        sent.destroy();
      };
      sent.once('response', (response) => {
        const answer = answerOf(response);
        head = answer;
        readSome(response, () => end(answer));
      });
      sent.once('error', (error) => end(head ?? failureOf(error, progress, signal)));
      // Without an answer, or an error: what is no HTTP, such as a switch to another protocol.
      sent.once('close', () => resolve(head ?? { kind: 'none', reason: 'connection' }));
      sent.end(body);
    });
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  return { kind: 'status', status: statusCode, retryAfter: headers['retry-after'] ?? null };
}

/** Calls back once, when the answer's body has ended, is long enough, or fails: its head has said all that counts. */
function readSome(response: IncomingMessage, then: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= maxAnswerBytes) then();
  });
  response.once('end', then);
  response.once('close', then);
  response.on('error', then);
}

/** A peer that hangs up in the midst of a handshake may do so for any reason: that is no fault of its certificate. */
const hangUps: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

function failureOf(
  error: NodeJS.ErrnoException,
  { isConnected, isSecure }: { readonly isConnected: boolean; readonly isSecure: boolean },
  signal: AbortSignal,
): Answer {
  if (signal.aborted) return { kind: 'none', reason: 'timeout' };
  const isTls = isConnected && !isSecure && !hangUps.has(error.code ?? '');
  return { kind: 'none', reason: isTls ? 'tls' : 'connection' };
}
