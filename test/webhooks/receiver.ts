import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type SelfSigned, selfSigned } from '../verdict/dynamodb/self-signed.ts';

/** The name that receivers of tests have a certificate for. */
export const receiverName = 'hooks.example.com';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers a request, or leaves it hanging. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

export const answering =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end('thanks');

/** A server over TLS that keeps what it is sent, and counts connections. */
export interface Receiver {
  readonly port: number;
  readonly url: string;
  readonly ca: string;
  readonly received: Received[];
  /** TCP connections that were opened, TLS or not. */
  connections(): number;
  /** Requests that are being answered at the same time, at most so far. */
  mostAtOnce(): number;
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

const certificate = new Map<string, SelfSigned>();
function certificateFor(name: string): SelfSigned {
  const made = certificate.get(name) ?? selfSigned(name);
  certificate.set(name, made);
  return made;
}

export async function startReceiver(name = receiverName): Promise<Receiver> {
  const { cert, key } = certificateFor(name);
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let behaviour = answering(204);
  let [opened, open, most] = [0, 0, 0];
  const server: Server = createServer({ cert, key }, (request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.once('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      const message = { path: url, headers, body: Buffer.concat(chunks).toString() };
      received.push(message);
      behaviour(response, message);
    });
  });
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://${name}:${port}/in`,
    ca: cert,
    received,
    connections: () => opened,
    mostAtOnce: () => most,
    behave(next) {
      behaviour = next;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
