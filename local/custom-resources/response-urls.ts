import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HiddenServer } from '../http/hidden-server.ts';
import { readBody } from '../http/read-body.ts';

/** Far above what CloudFormation accepts: an answer that is too long is told apart from one that never came. */
const maxBodyBytes = 64 * 1024;

/** Where functions put their answers, as in an account they put them into a bucket with presigned URLs. */
export class ResponseUrls {
  #server: Promise<HiddenServer> | null = null;
  /** By the path of their URL. Whoever knows it may answer; the first answer counts. */
  readonly #waiting = new Map<string, (body: string) => void>();

  /** A URL of its own for one request, and what is put there first. */
  async issue(): Promise<{ readonly url: string; readonly answer: Promise<string> }> {
    this.#server ??= HiddenServer.start((request, response) => this.#take(request, response));
    const { url } = await this.#server;
    const path = `/${randomUUID()}`;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#waiting.set(path, resolve);
    return { url: url + path, answer: promise };
  }

  async stop(): Promise<void> {
    await (await this.#server)?.stop();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answered = this.#waiting.get(request.url ?? '');
    if (request.method !== 'PUT' || answered === undefined) {
      response.writeHead(403).end();
      return;
    }
    const body = await readBody(request, maxBodyBytes).catch(() => null);
    response.writeHead(body === null ? 400 : 200).end();
    if (body !== null) answered(body);
  }
}
