import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keyBeginnings } from '../contract/tables.ts';
import { type ChainHead, emptyChain, headOf } from '../domain/audit/audit.ts';
import { eventIn } from './audit-events.ts';
import type { RegistryTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** Attributes of a record that say where its chain of events stands. */
export interface ChainAttributes {
  readonly auditSequence: number;
  readonly auditHash: string;
}

export function toChainAttributes({ sequence, hash }: ChainHead): ChainAttributes {
  return { auditSequence: sequence, auditHash: hash };
}

export function fromChainAttributes({ auditSequence, auditHash }: ChainAttributes): ChainHead {
  return { sequence: auditSequence, hash: auditHash };
}

/** The latest event of a target, strongly consistent: where a user or role that was deleted left its chain. */
export async function readChainHead({ client, registry }: RegistryTable, pk: string): Promise<ChainHead> {
  const command = new QueryCommand({
    TableName: registry,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
    ExpressionAttributeValues: { ':pk': pk, ':events': keyBeginnings.auditEvent },
    ScanIndexForward: false,
    Limit: 1,
    ConsistentRead: true,
  });
  const { Items = [] } = await orUnavailable(() => client.send(command));
  const [latest] = Items;
  return latest === undefined ? emptyChain : headOf(eventIn(latest));
}
