import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A backend that is no function: a plain HTTP server, which answers every request with what it got.
 *
 * @param port of 127.0.0.1; 0 is any that is free
 * @returns the server, listening, and its address without a slash at its end
 */
export async function startEcho(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer(({ method, url, headers }, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ method, path: url, headers }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
