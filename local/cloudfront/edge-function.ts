import { createContext, Script } from 'node:vm';

/** Nothing but a loop without end takes as long: time passes on a busy machine, too, where a function does not run. */
const timeoutMs = 10_000;

/** A CloudFront function for viewer requests, as far as those change the path: no answers of their own. */
export class EdgeFunction {
  readonly #script: Script;

  /** @throws SyntaxError */
  constructor(code: string) {
    this.#script = new Script(`${code}; handler(event)`);
  }

  /** @returns the path that is asked of the origin */
  rewrite(method: string, uri: string): string {
    const request = { method, uri, querystring: {}, headers: {}, cookies: {} };
    const event = { version: '1.0', context: { eventType: 'viewer-request' }, request };
    const result: unknown = this.#script.runInContext(createContext({ event }), { timeout: timeoutMs });
    const { uri: rewritten } = Object(result) as { uri?: unknown };
    if (typeof rewritten !== 'string') throw new Error('the function answers requests itself');
    return rewritten;
  }
}
