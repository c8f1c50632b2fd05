import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedHeaders } from '../../lambdas/domain/webhooks/signature.ts';

const entries = ['', '/lambda', '/express', '/fastify', '/hono', '/request'];

/** What a program that uses the package says, wherever it runs. */
export const expected = `one two NotFoundError SecretLost 0 faults api_key.expiring signature 401 function function function function function`;

/** A webhook as Latchkey sends it, and what it was signed with. */
const webhook = () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const now = Date.parse('2027-06-15T12:00:00.000Z');
  const body = '{"type":"api_key.expiring","timestamp":"2027-06-15T12:00:00.000Z","data":{"name":"Ätna"}}';
  const secrets = { current: secret, former: null };
  const headers = signedHeaders({ id: 'event-1', attemptedAt: now, body }, secrets, {
    legacySignature: false,
  });
  return { headers, body, secret, now };
};

/** A program that uses each part of the package, and says how that went: on its output, or in `said` of its page. */
export function useOf(type: 'module' | 'commonjs', origin: string): string {
  const names = entries.map((_, index) => `part${index}`);
  const imports = entries.map((entry, index) =>
    type === 'module'
      ? `import * as part${index} from '@latchkey/client${entry}';`
      : `const part${index} = require('@latchkey/client${entry}');`,
  );
  return `${imports.join('\n')}
    async function use() {
      const latchkey = new part0.Latchkey({ baseUrl: '${origin}/api/v1', credential: 'a-credential' });
      const said = [];
      for await (const { name } of latchkey.keys.list()) said.push(name);
      const failed = (error) => said.push(error.name);
      await latchkey.keys.get('none').catch(failed);
      await latchkey.keys.create({ name: 'CI' }).catch(failed);
      said.push((await part0.verifyChain([])).faults.length + ' faults');
      const { headers, body, secret, now } = ${JSON.stringify(webhook())};
      const verify = (text) => part0.verifyWebhook(headers, text, secret, { now: () => now });
      said.push((await verify(body)).type);
      await verify(body + ' ').catch((error) => said.push(error.reason));
      const handler = part5.protect(async () => new Response('ok'), { latchkey });
      said.push((await handler(new Request('${origin}/orders'))).status);
      for (const { protect } of [${names.slice(1).join()}]) said.push(typeof protect);
      return said.join(' ');
    }
    const said = use().catch(String);
    if (typeof document === 'undefined') said.then(console.log);
    else globalThis.said = said;`;
}

/** As much of the API as the program asks for, and a page that runs it. */
export async function startApi() {
  let script = '';
  const answers: Record<string, (response: ServerResponse) => void> = {
    'GET /': (response) =>
      void response.setHeader('Content-Type', 'text/html').end('<script src="/trial.js"></script>'),
    'GET /trial.js': (response) => void response.setHeader('Content-Type', 'text/javascript').end(script),
    'GET /api/v1/api-keys': (response) =>
      void response.setHeader('Link', '</api/v1/api-keys?cursor=2>; rel="next"').end('[{"name":"one"}]'),
    'GET /api/v1/api-keys?cursor=2': (response) => void response.end('[{"name":"two"}]'),
    'POST /api/v1/api-keys': (response) => void response.writeHead(201).end('{"id":"key-1","key":null}'),
  };
  const server = createServer(({ method, url }: IncomingMessage, response) => {
    const answer = answers[`${method} ${url}`];
    if (answer !== undefined) answer(response);
    else
      response
        .writeHead(404)
        .end('{"type":"x","status":404,"code":"NOT_FOUND","detail":"Not found","requestId":"1"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serveScript: (text: string) => {
      script = text;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
