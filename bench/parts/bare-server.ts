/** A server of node:http that answers every request with the same JSON, about as long as a principal. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = JSON.stringify({ userId: 'admin@example.com', padding: 'x'.repeat(300) });
const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit(0));
