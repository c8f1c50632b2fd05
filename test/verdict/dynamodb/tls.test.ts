import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { selfSigned } from './self-signed.ts';
import { clientOf, inTime } from './stand-in.ts';

const trusted = selfSigned('localhost');
const shipped = getCACertificates('default');
const servers: Server[] = [];
beforeAll(() => setDefaultCACertificates([trusted.cert]));
afterAll(() => {
  setDefaultCACertificates(shipped);
  for (const server of servers) server.close().closeAllConnections();
});

let handshakes: number;
let requests: number;
async function portOf({ cert, key }: typeof trusted): Promise<number> {
  [handshakes, requests] = [0, 0];
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    requests += 1;
    incoming.resume();
    const body = JSON.stringify({ Responses: { Credentials: [{ pk: { S: 'C#1' } }] }, UnprocessedKeys: {} });
    outgoing.writeHead(200, { 'Content-Length': body.length }).end(body);
  });
  server.on('secureConnection', () => {
    handshakes += 1;
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const keys = [{ pk: 'C#1' }];

test('calls go over one encrypted connection, opened ahead of the first', async () => {
  const client = clientOf(`https://localhost:${await portOf(trusted)}`);
  client.preconnect();
  for (let call = 0; call < 3; call += 1) {
    expect((await client.batchGet(keys, inTime())).size).toBe(1);
  }
  expect([handshakes, requests]).toEqual([1, 3]);
  client.close();
});

test.each([
  ['of nobody that is trusted', 'localhost', selfSigned('localhost')],
  ['for another name', '127.0.0.1', trusted],
])('a server with a certificate %s gets no request', async (_, host, certificate) => {
  const client = clientOf(`https://${host}:${await portOf(certificate)}`);
  const reading = client.batchGet(keys, inTime());
  await expect(reading).rejects.toMatchObject({ reason: 'unreachable' });
  expect(requests).toBe(0);
});
