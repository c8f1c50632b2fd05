import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../e2e/dynamodb-proxy.ts';
import { predictableRandom } from './memory-ports.ts';

type Key = Readonly<Record<string, unknown>>;
interface Write {
  readonly TableName: string;
  readonly Item?: Key;
  readonly Key?: Key;
}
interface Body extends Partial<Write> {
  readonly ClientRequestToken?: string;
  readonly TransactItems?: readonly Readonly<Record<string, Write>>[];
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

/** One call in so many finds no capacity. */
const throttledShare = 10;
/** How long a transaction holds its items. */
const [leastHoldMs, mostHoldMs] = [5, 20];

const single = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const throttling = ['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'];
const reasons = ['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'];

/** What the calls met, to be sure that a test has seen contention. */
export interface ContentionCounts {
  conflicts: number;
  throttled: number;
}

/**
 * What the embedded engine never does: transactions hold their items for 5 to 20 ms, and what would write to a held
 * item meanwhile is refused; one call in ten is throttled, in each of the ways that DynamoDB has for it.
 *
 * The first transaction holds until another has met it: on a machine of any speed there is a conflict, and one alone does
 * not end.
 *
 * @param seed the same one draws the same numbers, which calls then take in the order of their arrival
 */
export function contention(seed: string): Fault & { readonly counts: ContentionCounts } {
  const random = predictableRandom(seed);
  const below = (bound: number) => Buffer.from(random.bytes(4)).readUInt32BE() % bound;
  const oneOf = (names: readonly string[]) => names[below(names.length)] ?? '';
  const held = new Set<string>();
  /** Transactions by their tokens, with which an answer that was lost is asked for again. */
  const begun = new Map<string | undefined, 'in progress' | 'done'>();
  const counts: ContentionCounts = { conflicts: 0, throttled: 0 };

  function throttle({ TransactItems, RequestItems, ClientRequestToken: token }: Body) {
    counts.throttled += 1;
    if (TransactItems !== undefined && !begun.has(token) && below(2) === 0) {
      const short = below(TransactItems.length);
      return cancelled(TransactItems.map((_, at) => (at === short ? oneOf(reasons) : 'None')));
    }
    if (RequestItems !== undefined && below(2) === 0)
      return { status: 200, body: { Responses: none(RequestItems), UnprocessedKeys: RequestItems } };
    return refused(oneOf(throttling));
  }

  async function fault(operation: string, text: string) {
    const body = JSON.parse(text) as Body;
    const isOnItems = /Item|Query/.test(operation);
    if (isOnItems && below(throttledShare) === 0) return throttle(body);
    if (single.has(operation) && held.has(identityOf(body as Write))) {
      counts.conflicts += 1;
      return refused('TransactionConflictException');
    }
    if (operation !== 'TransactWriteItems') return undefined;
    const { ClientRequestToken: token } = body;
    if (begun.has(token))
      return begun.get(token) === 'done' ? undefined : refused('TransactionInProgressException');
    const items = (body.TransactItems ?? []).flatMap((item) => Object.values(item)).map(identityOf);
    if (items.some((item) => held.has(item))) {
      counts.conflicts += 1;
      return cancelled(items.map((item) => (held.has(item) ? 'TransactionConflict' : 'None')));
    }
    for (const item of items) held.add(item);
    begun.set(token, 'in progress');
    do await sleep(leastHoldMs + below(mostHoldMs - leastHoldMs + 1));
    while (counts.conflicts === 0);
    for (const item of items) held.delete(item);
    begun.set(token, 'done');
    return undefined;
  }
  return Object.assign(fault, { counts });
}

function identityOf({ TableName, Item, Key }: Write): string {
  const key = Item ?? Key;
  return JSON.stringify([TableName, key?.['pk'], key?.['sk']]);
}

function none(RequestItems: object): object {
  return Object.fromEntries(Object.keys(RequestItems).map((table) => [table, []]));
}

function refused(name: string) {
  return { status: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name } };
}

function cancelled(codes: readonly string[]) {
  const { status, body } = refused('TransactionCanceledException');
  return { status, body: { ...body, CancellationReasons: codes.map((Code) => ({ Code })) } };
}
