/** Receivers of webhooks over TLS: some answer at once, some after ten seconds, and some never. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../scripts/webhook-listener/self-signed.ts';

/** What is told when they listen. */
export interface Listening {
  readonly port: number;
  /** PEM. */
  readonly certificate: string;
}

/** A message that arrived for the first time, by the path that it came on. */
export interface Arrival {
  readonly path: string;
  /** From the event to here. */
  readonly ms: number;
}

const slowMs = 10_000;
const { certificate, key } = selfSigned(['localhost']);
let arrivals: Arrival[] = [];
const known = new Set<string>();

const server = createServer(
  { cert: certificate, key: key.export({ type: 'pkcs8', format: 'pem' }) },
  (request, response) => {
    const atMs = Date.now();
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const name = `${path} ${String(request.headers['webhook-id'])}`;
      const { timestamp } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { timestamp: string };
      if (!known.has(name)) arrivals.push({ path, ms: atMs - Date.parse(timestamp) });
      known.add(name);
      if (path.includes('/dead')) return;
      setTimeout(() => response.writeHead(204).end(), path.includes('/slow') ? slowMs : 0);
    });
  },
);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, certificate } satisfies Listening);
});
// Whoever asks is told what has arrived since it asked last.
process.on('message', () => {
  process.send?.(arrivals);
  arrivals = [];
});
process.on('disconnect', () => process.exit(0));
