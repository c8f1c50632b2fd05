import type { SendingRequest } from '../../contract/sending.ts';
import { inBatches } from '../../domain/batches.ts';
import { isHeldBack } from '../../domain/webhooks/endpoint-health.ts';
import type { StoredDelivery } from '../../store/delivery-item.ts';
import { deliver } from './deliver.ts';
import type { Addressee, LineRun, Run, SenderDependencies } from './dependencies.ts';
import { HeldLine } from './held-line.ts';
import { shareReading } from './shared-reading.ts';

/** Requests to one endpoint at a time. */
const lanes = 10;
/** Deliveries that are read in one round trip. */
const readAtOnce = 25;

/**
 * Sends deliveries to an endpoint, and what others leave to it meanwhile; where another sender is at it, leaves these to
 * it. An endpoint that has failed twice in a row is tried with one delivery at a time, until it takes one: the others wait
 * for the clock.
 */
export async function sendLine(request: SendingRequest, run: Run, deps: SenderDependencies): Promise<void> {
  const { lines, clock, random } = deps;
  const { endpointId } = request;
  const lease = { endpointId, leaseId: random.uuid() };
  const taking = await lines.take(lease, request.deliveries, clock.now());
  if (taking.kind === 'left') return;
  const line = new HeldLine(lease, taking.health, lines, clock.now);
  const lineRun = { ...run, readAddressee: shareReading(() => readAddressee(endpointId, deps)) };
  try {
    let sortKeys: readonly string[] | null = request.deliveries;
    while (sortKeys !== null) {
      if (!(await sendAll(endpointId, sortKeys, line, lineRun, deps))) return;
      sortKeys = await lines.takeLeftOrFree(lease);
    }
  } finally {
    await lines.free(lease);
  }
}

async function readAddressee(
  endpointId: string,
  { webhooks, readOwner }: SenderDependencies,
): Promise<Addressee> {
  const endpoint = await webhooks.get(endpointId);
  return { endpoint, owner: endpoint === null ? null : await readOwner(endpoint.userId) };
}

/** Deliveries as they were read, some time before their turn: whoever changes one is told if it has changed since. */
async function* readAhead(
  endpointId: string,
  sortKeys: readonly string[],
  { deliveries }: SenderDependencies,
): AsyncGenerator<StoredDelivery, undefined> {
  for (const some of inBatches(sortKeys, readAtOnce)) yield* await deliveries.getAll(endpointId, some);
}

/** False where the rest is left to the clock. */
async function sendAll(
  endpointId: string,
  sortKeys: readonly string[],
  line: HeldLine,
  run: LineRun,
  deps: SenderDependencies,
): Promise<boolean> {
  const rest = readAhead(endpointId, sortKeys, deps);
  const sendNext = async (): Promise<'taken' | 'failed' | 'idle' | 'end'> => {
    if (line.isLost || deps.clock.now() >= run.deadlineMs) return 'failed';
    const { value: stored } = await rest.next();
    return stored === undefined ? 'end' : await deliver(stored, line, run, deps);
  };
  while (isHeldBack(line.health)) {
    const result = await sendNext();
    if (result === 'failed') return false;
    if (result === 'end') return true;
  }
  const lane = async () => {
    while (!isHeldBack(line.health) && !line.isLost && deps.clock.now() < run.deadlineMs) {
      if ((await sendNext()) === 'end') return true;
    }
    return false;
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(lanes, sortKeys.length) }, lane));
  // Not before all have ended: whoever takes the line next would send beside them.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return ends.every((end) => end.status === 'fulfilled' && end.value);
}
