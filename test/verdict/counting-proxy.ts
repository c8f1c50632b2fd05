import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands before a database and notes each operation that it answers. One that was given up meanwhile is not noted: on a
 * busy machine an answer takes longer than the client waits, and the attempt after that is no cost of the verdict.
 */
export interface CountingProxy {
  readonly url: string;
  /** Operations since this was last asked. */
  take(): string[];
  stop(): void;
}

export async function countBefore(endpoint: string): Promise<CountingProxy> {
  let operations: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { host: _, ...headers } = incoming.headers;
    const forwarded = request(endpoint, { method: 'POST', headers }, (answer) => {
      if (incoming.socket.destroyed) {
        answer.resume();
        return;
      }
      operations.push(String(incoming.headers['x-amz-target']).split('.')[1] ?? '');
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = operations;
      operations = [];
      return taken;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
