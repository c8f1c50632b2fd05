import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Rules } from './rules.ts';

/** Stands before an engine and answers what breaks a rule as DynamoDB would. */
export interface RulesProxy {
  readonly url: string;
  stop(): void;
}

/**
 * Passes bytes on, and looks at requests only: an HTTP server and client in between would take a tenth of the tests'
 * time. Clients name the length of a body and send a request when the one before is answered, as the SDK does.
 */
export async function rulesBefore(endpoint: string, rules: Rules): Promise<RulesProxy> {
  const { hostname, port } = new URL(endpoint);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const engine = connect({ host: hostname, port: Number(port), noDelay: true });
    for (const [socket, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    engine.pipe(client);
    let received = Buffer.alloc(0);
    client.on('data', (bytes) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const request = requestIn(received);
      if (request === undefined) return;
      const refusal = rules.refusal(request.target, request.body);
      if (refusal === undefined) engine.write(received);
      else client.write(answerOf(refusal));
      received = Buffer.alloc(0);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Undefined where there is more to come. */
function requestIn(received: Buffer): { readonly target: string; readonly body: string } | undefined {
  const endOfHead = received.indexOf('\r\n\r\n');
  if (endOfHead === -1) return undefined;
  const head = received.toString('latin1', 0, endOfHead);
  const valueOf = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1] ?? '';
  const begin = endOfHead + 4;
  const end = begin + Number(valueOf('content-length'));
  if (received.length < end) return undefined;
  return { target: valueOf('x-amz-target'), body: received.toString('utf8', begin, end) };
}

function answerOf({ status, body }: { readonly status: number; readonly body: object }): string {
  const text = JSON.stringify(body);
  const headers = [
    `HTTP/1.1 ${status} Bad Request`,
    'Content-Type: application/x-amz-json-1.0',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return `${headers.join('\r\n')}\r\n\r\n${text}`;
}
