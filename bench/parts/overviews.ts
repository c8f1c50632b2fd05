import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { deployedBundle } from '../deployment/deployment.ts';
import { type Call, handlerEvent } from '../deployment/synthetic-event.ts';
import { FunctionProcess } from '../function/function-process.ts';
import type { Progress } from '../report/progress.ts';
import { type Administrator, answerIn } from '../seed/administrator.ts';
import type { Stage } from '../stage.ts';
import { CountingProxy } from './counting-proxy.ts';

/** What one question took: its answer, and those that its `Link` leads on to. */
export interface OverviewFigures {
  readonly question: string;
  readonly answers: number;
  /** Whether the last answer had no `Link`, so that everything was looked at. */
  readonly isWhole: boolean;
  readonly slowestMs: number;
  /** Of one answer at most. */
  readonly requests: number;
  readonly readUnits: number;
  /** Of all of them. */
  readonly readUnitsInAll: number;
}

/** Some that hardly a key meets, so that all are looked at, and some that all of them meet. */
const filters = [
  'search=nothing-has-this-name',
  'type=end-user',
  'status=paused,expired',
  'userId=nobody@example.com',
  'createdVia=nothing',
  'expiresBefore=2100-01-01',
  'expiresAfter=2020-01-01',
  'neverExpires=true',
  'usedBefore=2099-01-01',
  'neverUsed=true',
  'rotatedBefore=2020-01-01',
  'role=admin',
  'role=nobody',
  'api=orders',
  'sort=expiresAt&expiresBefore=2100-01-01',
] as const;
/** A list that has everything is not followed further than this. */
const mostAnswers = 5;
const linesPerDelivery = 2_000;
const dayMs = 24 * 60 * 60 * 1_000;
/** A little longer than one recorder counts for all. */
const leaseMs = 61_000;

/**
 * Asks for each filter of keys, for the counts, and for the calls of all keys, before and after they were counted ahead;
 * requests and units are counted by a proxy, which is in the measured time.
 */
export async function measureOverviews(
  stage: Stage,
  { context }: Pick<Administrator, 'context'>,
  endpoint: string,
  keys: number,
  progress: Progress,
): Promise<OverviewFigures[]> {
  const proxy = await CountingProxy.start(endpoint);
  const { worker, deployment } = stage;
  const start = (name: 'apiKeys' | 'reads' | 'usageRecorder', at: string) =>
    FunctionProcess.start(worker, deployedBundle(deployment, name, at));
  const [apiKeys, reads, recorder] = [
    await start('apiKeys', proxy.endpoint),
    await start('reads', proxy.endpoint),
    await start('usageRecorder', endpoint),
  ];
  const figures: OverviewFigures[] = [];
  const ask = async (
    running: FunctionProcess,
    call: Omit<Call, 'method'>,
    question: string,
    most: number,
  ) => {
    progress.show(`Overviews at ${keys} keys: ${question}`, figures.length / (filters.length + 5));
    const taken = await follow({ running, proxy, context }, { ...call, method: 'GET' }, most);
    figures.push({ question, ...taken });
  };
  const askSummary = (state: string) =>
    ask(reads, { resource: '/v1/usage/summary' }, `/usage/summary, ${state}`, 1);
  try {
    for (const filter of filters) {
      const list = { resource: '/v1/api-keys', query: `limit=100&${filter}` };
      await ask(apiKeys, list, `/api-keys?${filter}`, mostAnswers);
    }
    for (const query of ['', 'neverUsed=true']) {
      const counts = { resource: '/v1/api-keys/counts', query };
      await ask(apiKeys, counts, `/api-keys/counts?${query}`, Number.POSITIVE_INFINITY);
    }
    await askSummary('no calls');
    await callAll(recorder, keys);
    await askSummary('not counted ahead');
    // A recorder counts what is over at the end of a delivery, once a minute.
    await sleep(leaseMs);
    await recorder.invoke(delivery([]));
    await askSummary('counted ahead');
    return figures;
  } finally {
    for (const running of [apiKeys, reads, recorder]) running.stop();
    proxy.stop();
  }
}

interface Asked {
  readonly running: FunctionProcess;
  readonly proxy: CountingProxy;
  readonly context: Readonly<Record<string, unknown>>;
}

async function follow(
  { running, proxy, context }: Asked,
  call: Call,
  most: number,
): Promise<Omit<OverviewFigures, 'question'>> {
  const times: number[] = [];
  const traffic: { readonly requests: number; readonly readUnits: number }[] = [];
  let query: string | null = call.query ?? '';
  while (query !== null && times.length < most) {
    proxy.take();
    const event = handlerEvent({ ...call, query }, context);
    const begunAt = performance.now();
    const answer = await running.invoke(event);
    times.push(performance.now() - begunAt);
    traffic.push(proxy.take());
    const { next } = answerIn(call, answer);
    query = next === null ? null : new URL(next).search.slice(1);
  }
  const units = traffic.map(({ readUnits }) => readUnits);
  return {
    answers: times.length,
    isWhole: query === null,
    slowestMs: Math.max(...times),
    requests: Math.max(...traffic.map(({ requests }) => requests)),
    readUnits: Math.max(...units),
    readUnitsInAll: units.reduce((sum, each) => sum + each, 0),
  };
}

/** A call with each of so many keys, in one minute of yesterday. */
async function callAll(recorder: FunctionProcess, keys: number): Promise<void> {
  const at = new Date(Math.floor((Date.now() - dayMs) / 60_000) * 60_000).toISOString();
  for (let first = 0; first < keys; first += linesPerDelivery) {
    const count = Math.min(linesPerDelivery, keys - first);
    await recorder.invoke(delivery(Array.from({ length: count }, () => lineOf(randomUUID(), at))));
  }
}

function lineOf(apiKeyId: string, at: string): object {
  const entry = {
    at,
    method: 'GET',
    path: '/v1/me',
    status: 200,
    outcome: 'success',
    code: 'VALID',
    sourceIp: '203.0.113.7',
    userAgent: 'bench/1',
    requestId: randomUUID(),
    latencyMs: 12,
    keyPrefix: 'lk_aB3dE5g',
  };
  return { usage: { apiKeyId, ...entry } };
}

/** What CloudWatch Logs hands to the recorder. */
function delivery(lines: readonly object[]): object {
  const logEvents = lines.map((line) => ({
    id: randomUUID(),
    timestamp: Date.now(),
    message: JSON.stringify(line),
  }));
  const data = { messageType: 'DATA_MESSAGE', logEvents };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } };
}
