import { Agent, request } from 'node:http';
import { median, percentile } from '../statistics.ts';

export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** With as many calls under way at a time as was asked for. */
  readonly perSecond: number;
}

/** Sends GET requests over connections that are kept alive: first one after the other, then many at a time. */
export async function loadHttp(target: HttpTarget, calls: number, width: number): Promise<HttpFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  try {
    const latenciesMs: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      const begunAt = performance.now();
      await get(target, agent);
      latenciesMs.push(performance.now() - begunAt);
    }
    let left = calls;
    const line = async () => {
      for (; left > 0; left -= 1) await get(target, agent);
    };
    const begunAt = performance.now();
    await Promise.all(Array.from({ length: width }, line));
    const perSecond = (calls / (performance.now() - begunAt)) * 1_000;
    return { p50Ms: median(latenciesMs), p99Ms: percentile(latenciesMs, 0.99), perSecond };
  } finally {
    agent.destroy();
  }
}

/** @throws Error for any status but 200 */
function get({ url, headers }: HttpTarget, agent: Agent): Promise<void> {
  return new Promise((done, fail) => {
    const sent = request(url, { agent, headers }, (response) => {
      response.resume();
      response.on('error', fail);
      response.on('end', () => {
        if (response.statusCode === 200) done();
        else fail(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    sent.on('error', fail);
    sent.end();
  });
}
