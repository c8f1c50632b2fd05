import { Latchkey } from '../../clients/typescript/src/index.ts';
import { protect as protectLambda } from '../../clients/typescript/src/lambda.ts';
import { protect as protectRequest } from '../../clients/typescript/src/request.ts';
import type { Progress } from '../report/progress.ts';
import { median, shuffled } from '../statistics.ts';
import type { LaptopServers } from './laptop-server.ts';

const contenders = ['fetch', 'client', 'byContext', 'byVerify'] as const;

type Contender = (typeof contenders)[number];

/** Those of a pair take turns with each call: a ratio of a tenth of a millisecond bears no busy moment of only one of them. */
const turns: readonly (readonly Contender[])[] = [['fetch', 'client'], ['byContext'], ['byVerify']];

/** p50 in milliseconds, round by round; the same index is the same round for all. */
export type ClientResult = Readonly<Record<Contender, readonly number[]>>;

/**
 * What the TypeScript client adds to a bare `fetch` of a server that does nothing, and `protect()` by the authorizer's context
 * beside `protect()` by `POST /verify` of the laptop server.
 */
export async function measureClient(
  { bareUrl, url, adminKey }: LaptopServers,
  isQuick: boolean,
  progress: Progress,
): Promise<ClientResult> {
  const [rounds, calls] = isQuick ? [2, 50] : [15, 400];
  const headers = { Authorization: `Bearer ${adminKey}` };
  const client = new Latchkey({ baseUrl: bareUrl, credential: adminKey });
  const latchkey = new Latchkey({ baseUrl: url, credential: adminKey });
  const byVerify = protectRequest(async () => new Response('ok'), {
    latchkey,
    // A busy machine is slow, and measured all the same.
    timeoutMs: 30_000,
  });
  const byContext = protectLambda(async () => ({ statusCode: 200, body: 'ok' }));
  const authorizer = {
    code: 'VALID',
    via: 'api-key',
    userId: 'admin@example.com',
    roles: '["admin"]',
    scopes: '["*"]',
  };
  const event = { headers, requestContext: { requestId: 'request-1', authorizer } };
  const call: Readonly<Record<Contender, () => Promise<boolean>>> = {
    fetch: async () => {
      const response = await fetch(`${bareUrl}/me`, { headers });
      return response.ok && (await response.json()) !== null;
    },
    client: async () => (await client.me()) !== null,
    byContext: async () => (await byContext(event, null)).statusCode === 200,
    byVerify: async () =>
      (await byVerify(new Request('http://localhost/orders', { headers }))).status === 200,
  };
  const eachOf = () =>
    Object.fromEntries(contenders.map((name) => [name, [] as number[]])) as Record<Contender, number[]>;
  const result = eachOf();
  for (let round = -1; round < rounds; round += 1) {
    progress.show(`Client, round ${round + 1} of ${rounds}`, Math.max(0, round) / rounds);
    const latenciesMs = eachOf();
    for (const names of shuffled(turns)) {
      for (let made = 0; made < calls; made += 1) {
        for (const name of shuffled(names)) {
          const begunAt = performance.now();
          if (!(await call[name]())) throw new Error(`${name} answered wrongly`);
          latenciesMs[name].push(performance.now() - begunAt);
        }
      }
    }
    // The first round is the warm-up.
    if (round >= 0) for (const name of contenders) result[name].push(median(latenciesMs[name]));
  }
  return result;
}
