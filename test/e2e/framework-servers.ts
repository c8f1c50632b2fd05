import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import * as inExpress from '../../clients/typescript/src/express.ts';
import * as inFastify from '../../clients/typescript/src/fastify.ts';
import * as inHono from '../../clients/typescript/src/hono.ts';
import type { Latchkey } from '../../clients/typescript/src/index.ts';
import * as inRequest from '../../clients/typescript/src/request.ts';

/** Behind a proxy on this machine. */
const common = { trustedProxies: ['127.0.0.0/8'] };
const needs = {
  orders: { scopes: ['database:read'] },
  dear: { cost: 5 },
  models: { module: 'model', action: 'read' },
} as const;

/** A server that answers with who calls, and the headers that its handler got. */
type Framework = (latchkey: Latchkey) => Promise<RequestListener>;

const express5: Framework = async (latchkey) => {
  const app = express();
  const api = express.Router();
  const answer = (request: express.Request, response: express.Response) =>
    void response.json({ caller: inExpress.principalOf(request), headers: request.headers });
  api.get('/orders', inExpress.protect({ latchkey, ...common, ...needs.orders }), answer);
  api.get('/dear', inExpress.protect({ latchkey, ...common, ...needs.dear }), answer);
  const project = ({ params }: inExpress.ExpressRequest) => String(params['project']);
  api.get('/p/:project', inExpress.protect({ latchkey, ...common, ...needs.models, project }), answer);
  app.use('/shop', api);
  return app;
};

const fastify5: Framework = async (latchkey) => {
  const app = fastify();
  const answer = (request: inFastify.FastifyRequest) =>
    Promise.resolve({ caller: inFastify.principalOf(request), headers: request.raw.headers });
  const hook = (needed: object) => ({ onRequest: inFastify.protect({ latchkey, ...common, ...needed }) });
  app.get('/shop/orders', hook(needs.orders), answer);
  app.get('/shop/dear', hook(needs.dear), answer);
  const project = ({ params }: inFastify.FastifyRequest) => (params as { project: string }).project;
  app.get('/shop/p/:project', hook({ ...needs.models, project }), answer);
  await app.ready();
  return (incoming, response) => app.routing(incoming, response);
};

const hono4: Framework = async (latchkey) => {
  const app = new Hono();
  const answer = (c: inHono.HonoContext) =>
    Response.json({ caller: inHono.principalOf(c), headers: Object.fromEntries(c.req.raw.headers) });
  app.get('/shop/orders', inHono.protect({ latchkey, ...common, ...needs.orders }), answer);
  app.get('/shop/dear', inHono.protect({ latchkey, ...common, ...needs.dear }), answer);
  const project = ({ req }: inHono.HonoContext) => req.param('project');
  app.get('/shop/p/:project', inHono.protect({ latchkey, ...common, ...needs.models, project }), answer);
  return getRequestListener(app.fetch);
};

const plainRequest: Framework = async (latchkey) => {
  type Env = { incoming: IncomingMessage };
  const answer = async (request: Request, _env: Env) =>
    Response.json({ caller: inRequest.principalOf(request), headers: Object.fromEntries(request.headers) });
  const peerAddress = (_: Request, { incoming }: Env) => incoming.socket.remoteAddress;
  const options = { latchkey, ...common, peerAddress };
  const project = ({ url }: Request) => new URL(url).pathname.split('/').at(-1);
  const handlers = {
    orders: inRequest.protect(answer, { ...options, ...needs.orders }),
    dear: inRequest.protect(answer, { ...options, ...needs.dear }),
    p: inRequest.protect(answer, { ...options, ...needs.models, project }),
  };
  return getRequestListener((incoming, env) => {
    const [, , name] = new URL(incoming.url).pathname.split('/');
    return handlers[name as keyof typeof handlers](incoming, env as Env);
  });
};

export const frameworks = { Express: express5, Fastify: fastify5, Hono: hono4, Request: plainRequest };

export interface Asked {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: any;
}

/** Calls over node:http, which sends a header twice when it is told to. */
export async function ask(url: string, headers: Record<string, string | string[]>): Promise<Asked> {
  const sent = request(url, { headers }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: JSON.parse(await text(answer)) };
}

/** Servers on ports of their own, until they are closed. */
export class Servers {
  readonly #servers: Server[] = [];

  async serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
