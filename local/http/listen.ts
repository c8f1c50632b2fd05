import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Resolves with the port, once the server listens.
 *
 * @param port 0 for any free one
 * @throws Error of Node.js where the port is taken, or the host is not this machine's
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on no port');
  return address.port;
}

/** A port of a loopback address on which nothing listens. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  const port = await listen(server, host, 0);
  server.close();
  await once(server, 'close');
  return port;
}
