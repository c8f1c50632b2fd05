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
 * one that was listed first) or because another transaction held an item (`contended`).
 */
export type Outcome<Condition extends string> =
  | { readonly kind: 'committed' }
  | { readonly kind: 'refused'; readonly by: readonly Condition[] }
  | { readonly kind: 'contended' };

/** Cancellation reasons that say that DynamoDB is short of capacity (TransactWriteItems). */
const overload = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded']);

/** @throws Problem `UNAVAILABLE` where DynamoDB gives no answer */
export async function commit<Condition extends string>(
  { client }: Tables,
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
    if (reasons.includes('TransactionConflict')) return { kind: 'contended' };
    if (reasons.some((reason) => overload.has(reason ?? '')))
      throw new Problem('UNAVAILABLE', { cause: error });
    throw error;
  }
}

/** How long a contended change is tried again before its caller is told. */
export const contentionBudgetMs = 1_000;

/** What waiting for others to finish goes by. */
export interface Pacing {
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
}

/**
 * Makes attempts until one settles: each reads anew, and answers undefined where it met contention. Waits
 * between them with full jitter, doubling from 10 ms.
 *
 * @returns undefined where the budget is spent
 */
export async function untilSettled<T>(
  { clock, random }: Pacing,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = clock.now() + contentionBudgetMs;
  for (let backoffMs = 10; ; backoffMs = Math.min(backoffMs * 2, 200)) {
    const result = await attempt();
    if (result !== undefined) return result;
    const [part = 0] = random.bytes(1);
    const waitMs = Math.ceil((part / 256) * backoffMs);
    if (clock.now() + waitMs >= deadline) return undefined;
    await clock.sleep(waitMs);
  }
}
