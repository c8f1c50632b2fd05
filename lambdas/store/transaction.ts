import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock, Random } from '../domain/ports.ts';
import { Problem } from '../domain/problem.ts';
import type { Tables } from './client.ts';
import { orUnavailable } from './unavailable.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, named by what its condition protects. */
export interface Write<Condition extends string> {
  readonly protects: Condition;
  readonly item: TransactItem;
}

/**
 * Outcome of a transaction: all written, or nothing, because conditions failed (`refused`, the first is the
 * one that was listed first).
 */
export type Outcome<Condition extends string> =
  | { readonly kind: 'committed' }
  | { readonly kind: 'refused'; readonly by: readonly Condition[] };

/**
 * DynamoDB has done nothing, since others held an item or its capacity was used up: a moment later it may. 503
 * `UNAVAILABLE` where nobody waits for that, and never a refusal by a rule, since no rule was asked.
 */
export class Busy extends Problem {
  constructor(cause: unknown) {
    super('UNAVAILABLE', { cause });
  }
}

/** Cancellation reasons that pass (TransactWriteItems): another transaction, and a lack of capacity. */
const passing = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/**
 * @throws Busy where another transaction held an item, or DynamoDB was short of capacity, and no condition failed
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export async function commit<Condition extends string>(
  { client }: Pick<Tables, 'client'>,
  writes: readonly Write<Condition>[],
): Promise<Outcome<Condition>> {
  try {
    const input = { TransactItems: writes.map(({ item }) => item) };
    await orUnavailable(() => client.send(new TransactWriteCommand(input)));
    return { kind: 'committed' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    const by = writes.flatMap(({ protects }, at) =>
      reasons[at] === 'ConditionalCheckFailed' ? [protects] : [],
    );
    if (by.length > 0) return { kind: 'refused', by };
    throw reasons.some((reason) => passing.has(reason ?? '')) ? new Busy(error) : error;
  }
}

/**
 * How long a call waits for others to finish. Transactions on one item go one after the other: eighty at once, that hold
 * it for 5 to 20 ms each, are done in two seconds.
 */
export const contentionBudgetMs = 4_000;

/** Shorter pauses let the calls that wait take more of an item's 1,000 writes a second than those that succeed. */
const [firstPauseMs, longestPauseMs] = [10, 400];

/** What waiting for others to finish goes by. */
export interface Pacing {
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
}

/**
 * Makes attempts until one settles: each reads anew, and gives undefined where another was faster. Waits between them
 * with full jitter, doubling.
 *
 * @param deadlineMs milliseconds since the epoch after which no attempt is begun
 * @throws Busy where none has settled until then
 */
export async function untilSettled<T>(
  { clock, random }: Pacing,
  attempt: () => Promise<T | undefined>,
  deadlineMs = clock.now() + contentionBudgetMs,
): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const result = await orBusy(attempt);
    if (!(result instanceof Busy)) return result;
    const [part = 0] = random.bytes(1);
    const waitMs = Math.ceil((part / 256) * pauseMs);
    if (clock.now() + waitMs >= deadlineMs) throw result;
    await clock.sleep(waitMs);
  }
}

async function orBusy<T>(attempt: () => Promise<T | undefined>): Promise<T | Busy> {
  try {
    const result = await attempt();
    return result === undefined ? new Busy(new Error('others were faster')) : result;
  } catch (error) {
    if (error instanceof Busy) return error;
    throw error;
  }
}
