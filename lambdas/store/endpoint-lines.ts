import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../domain/batches.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import { leaseMs } from '../domain/webhooks/delivery.ts';
import { type EndpointHealth, healthy } from '../domain/webhooks/endpoint-health.ts';
import { batchGet, maxBatch } from './batch-get.ts';
import type { OutboxTable } from './client.ts';
import { endpointIdIn, lineKey, type OutboxKey } from './outbox-keys.ts';
import type { Pacing } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/** Deliveries that are left to the sender that holds the line, at most; an item holds 400 KB. The rest the clock sees. */
const maxLeft = 1_000;
/** Longer than an endpoint can fail without being disabled. */
const keptMs = 30 * dayMs;

/**
 * `taken`: nobody else sends to the endpoint until the lease ends. `left`: somebody does, and has been told of the
 * deliveries, or has enough to do.
 */
export type Taking = { readonly kind: 'taken'; readonly health: EndpointHealth } | { readonly kind: 'left' };

/** The right to send to an endpoint. */
export interface LineLease {
  readonly endpointId: string;
  readonly leaseId: string;
}

/**
 * The line of each endpoint: how it has answered, and which sender sends to it. What it tells of deliveries is a hint: those
 * that wait stand in the index of what is due. Every call throws Problem `UNAVAILABLE` where DynamoDB gives no answer.
 */
export interface LineStore {
  /** How different endpoints have answered; of those without a line, that nothing failed. Strongly consistent. */
  health(endpointIds: readonly string[]): Promise<ReadonlyMap<string, EndpointHealth>>;
  /** Takes the line, or leaves deliveries, named by their sort keys, to the sender that holds it. */
  take(lease: LineLease, sortKeys: readonly string[], now: number): Promise<Taking>;
  /** Notes how the endpoint answers, and holds the line from now on for another `leaseMs`; false where it is lost. */
  keep(lease: LineLease, health: EndpointHealth, now: number): Promise<boolean>;
  /** Deliveries that were left to the holder since; null where there are none, and then the line is free. */
  takeLeftOrFree(lease: LineLease): Promise<readonly string[] | null>;
  /** Frees the line whatever is left; the clock finds it. */
  free(lease: LineLease): Promise<void>;
}

interface LineItem extends Partial<EndpointHealth> {
  readonly left?: ReadonlySet<string>;
}

const names = { '#lease': 'lease', '#id': 'id', '#left': 'left' } as const;
const isHolder = { condition: '#lease.#id = :id', names: { '#lease': 'lease', '#id': 'id' } } as const;

export function createLineStore({ client, outbox }: OutboxTable, pacing: Pacing): LineStore {
  /** What was stored, before or after; undefined where the condition does not hold. */
  async function change(
    endpointId: string,
    input: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<LineItem | undefined> {
    const command = new UpdateCommand({ TableName: outbox, Key: lineKey(endpointId), ...input });
    try {
      const { Attributes = {} } = await orUnavailable(() => client.send(command));
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  const takeFree = ({ endpointId, leaseId }: LineLease, now: number) =>
    change(endpointId, {
      UpdateExpression: 'SET #lease = :lease, #ttl = :ttl',
      // One's own is there where the answer to a first attempt was lost, and the client has made another.
      ConditionExpression: 'attribute_not_exists(#lease) OR #lease.#until <= :now OR #lease.#id = :id',
      ExpressionAttributeNames: { '#lease': 'lease', '#id': 'id', '#until': 'until', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':id': leaseId,
        ':lease': { id: leaseId, until: now + leaseMs },
        ':now': now,
        ':ttl': ttlAt(now + keptMs),
      },
      ReturnValues: 'ALL_NEW',
    });

  /** False where nobody holds the line any more, or enough is left to its holder. */
  const leave = ({ endpointId }: LineLease, sortKeys: readonly string[], now: number) =>
    change(endpointId, {
      UpdateExpression: 'ADD #left :left',
      ConditionExpression: '#lease.#until > :now AND (attribute_not_exists(#left) OR size(#left) < :most)',
      ExpressionAttributeNames: { '#lease': 'lease', '#until': 'until', '#left': 'left' },
      ExpressionAttributeValues: { ':left': new Set(sortKeys), ':now': now, ':most': maxLeft },
    });

  return {
    async health(endpointIds) {
      const items: Record<string, unknown>[] = [];
      for (const batch of inBatches(endpointIds.map(lineKey), maxBatch)) {
        items.push(...(await batchGet(client, outbox, batch, { pacing, isConsistent: true })));
      }
      const known = new Map(items.map((item) => [endpointIdIn(item as OutboxKey), healthIn(item)]));
      return new Map(endpointIds.map((id) => [id, known.get(id) ?? healthy]));
    },

    async take(lease, sortKeys, now) {
      for (const _ of [1, 2]) {
        const line = await takeFree(lease, now);
        if (line !== undefined) return { kind: 'taken', health: healthIn(line) };
        if (sortKeys.length === 0) return { kind: 'left' };
        if ((await leave(lease, sortKeys.slice(0, maxLeft), now)) !== undefined) return { kind: 'left' };
      }
      return { kind: 'left' };
    },

    async keep({ endpointId, leaseId }, { failures, failingSince }, now) {
      const kept = await change(endpointId, {
        UpdateExpression:
          'SET #lease.#until = :until, failures = :failures, failingSince = :since, #ttl = :ttl',
        ConditionExpression: isHolder.condition,
        ExpressionAttributeNames: { ...isHolder.names, '#until': 'until', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':id': leaseId,
          ':until': now + leaseMs,
          ':failures': failures,
          ':since': failingSince,
          ':ttl': ttlAt(now + keptMs),
        },
      });
      return kept !== undefined;
    },

    async takeLeftOrFree(lease) {
      const { endpointId, leaseId } = lease;
      const freed = await change(endpointId, {
        UpdateExpression: 'REMOVE #lease',
        ConditionExpression: `${isHolder.condition} AND attribute_not_exists(#left)`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':id': leaseId },
      });
      if (freed !== undefined) return null;
      const before = await change(endpointId, {
        UpdateExpression: 'REMOVE #left',
        ConditionExpression: isHolder.condition,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':id': leaseId },
        ReturnValues: 'ALL_OLD',
      });
      return before === undefined ? null : [...(before.left ?? [])].toSorted();
    },

    async free({ endpointId, leaseId }) {
      await change(endpointId, {
        UpdateExpression: 'REMOVE #lease, #left',
        ConditionExpression: isHolder.condition,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':id': leaseId },
      });
    },
  };
}

function healthIn({ failures, failingSince }: LineItem): EndpointHealth {
  return {
    failures: failures ?? healthy.failures,
    failingSince: failingSince ?? healthy.failingSince,
  };
}
