/**
 * Stands for one Lambda execution environment: loads a bundle, and calls its handler as it is told. It is bundled
 * itself, so that nothing of the bench's own takes time or memory beside the function.
 */
import { createRequire } from 'node:module';
import type { Memory, Order, Report, Run } from './messages.ts';
import { soak } from './soak-loop.ts';

type Handler = (event: object, context: object) => Promise<unknown>;

const { handler } = createRequire(__filename)(process.argv[2] ?? '') as { handler: Handler };
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 5_000 };
let events: readonly object[] = [];
let expected = '';
let next = 0;
let last: Promise<unknown> = Promise.resolve();

process.on('message', (order: Order) => {
  last = last.then(() => report(order));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ok: true, value: 'ready' } satisfies Report);

async function report(order: Order): Promise<void> {
  try {
    process.send?.({ ok: true, value: await carryOut(order) } satisfies Report);
  } catch (error) {
    process.send?.({ ok: false, error: (error as Error).stack ?? String(error) } satisfies Report);
  }
}

async function carryOut(order: Order): Promise<unknown> {
  switch (order.kind) {
    case 'invoke':
      return (await handler(order.event, context)) ?? null;
    case 'feed':
      ({ events, expected } = order);
      return null;
    case 'run':
      return run(order.calls, order.width);
    case 'memory':
      return memory();
    case 'soak':
      return soak({ ...order, call: () => handler(nextEvent(), context), isExpected, memory });
    default:
      return order satisfies never;
  }
}

async function run(calls: number, width: number): Promise<Run> {
  const latenciesMs: number[] = [];
  let left = calls;
  const line = async () => {
    while (left > 0) {
      left -= 1;
      const event = nextEvent();
      const begunAt = performance.now();
      const answer = await handler(event, context);
      latenciesMs.push(performance.now() - begunAt);
      if (!isExpected(answer)) throw new Error(`expected ${expected}, got ${JSON.stringify(answer)}`);
    }
  };
  const cpu = process.cpuUsage();
  const begunAt = performance.now();
  await Promise.all(Array.from({ length: width }, line));
  const durationMs = performance.now() - begunAt;
  const { user, system } = process.cpuUsage(cpu);
  return { latenciesMs, durationMs, cpuMs: (user + system) / 1_000 };
}

function nextEvent(): object {
  const event = events[next % events.length];
  next += 1;
  if (event === undefined) throw new Error('the function has no events to be called with');
  return event;
}

/** An authorizer's verdict, or a handler's status. */
function isExpected(answer: unknown): boolean {
  const { context, statusCode } = answer as { context?: { code?: string }; statusCode?: number };
  return (context?.code ?? String(statusCode)) === expected;
}

function memory(): Memory {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed };
}
