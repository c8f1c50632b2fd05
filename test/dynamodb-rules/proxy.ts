import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Rules } from './rules.ts';

/** Stands before an engine and answers what breaks a rule as DynamoDB would. */
export interface RulesProxy {
  readonly url: string;
  stop(): void;
}

export async function rulesBefore(endpoint: string, rules: Rules): Promise<RulesProxy> {
  const agent = new Agent({ keepAlive: true });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { headers } = incoming;
    const body = await text(incoming);
    const refusal = rules.refusal(String(headers['x-amz-target']), body);
    if (refusal !== undefined) {
      outgoing.writeHead(refusal.status, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(JSON.stringify(refusal.body));
      return;
    }
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const forwarded = request(endpoint, { agent, method: 'POST', headers }, resolve);
      forwarded.on('error', reject).end(body);
    });
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Clients keep their connections for as long as they like.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
