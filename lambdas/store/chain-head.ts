import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keyBeginnings } from '../contract/tables.ts';
import { type AuditEvent, type ChainHead, emptyChain, headOf } from '../domain/audit/audit.ts';
import type { RegistryTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** The latest event of a target, strongly consistent: where a user or role that was deleted left its chain. */
export async function readChainHead({ client, registry }: RegistryTable, pk: string): Promise<ChainHead> {
  const { Items = [] } = await orUnavailable(() =>
    client.send(
      new QueryCommand({
        TableName: registry,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
        ExpressionAttributeValues: { ':pk': pk, ':events': keyBeginnings.auditEvent },
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      }),
    ),
  );
  const event = Items[0]?.['event'] as AuditEvent | undefined;
  return event === undefined ? emptyChain : headOf(event);
}
