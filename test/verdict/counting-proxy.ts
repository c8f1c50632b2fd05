import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a database and notes each operation that it is asked for. */
export interface CountingProxy {
  readonly url: string;
  /** Operations since this was last asked. */
  take(): string[];
  stop(): void;
}

export async function countBefore(endpoint: string): Promise<CountingProxy> {
  let operations: string[] = [];
  const server = createServer((incoming, outgoing) => {
    operations.push(String(incoming.headers['x-amz-target']).split('.')[1] ?? '');
    const { host: _, ...headers } = incoming.headers;
    const forwarded = request(endpoint, { method: 'POST', headers }, (answer) => {
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
