import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Expiry, ExpiringTable } from './expiry-journal.ts';

/** A table to sweep, with the attributes of its primary key. */
export interface SweptTable extends ExpiringTable {
  readonly keyAttributes: readonly string[];
}

/** The keys and the TTL attribute of an expired item. */
export type Item = Expiry['keys'];

/** A page of so many items keeps the engine from other calls for a few milliseconds. */
const itemsPerPage = 250;
/** As in DynamoDB, an older value is taken for a mistake, not for a time. */
const maxPastSeconds = 5 * 365 * 24 * 3_600;

/** The scan of the next page of a table, of which only the expired items come back. */
export function expiredItems(table: SweptTable, after: Item | undefined, nowMs: number): ScanCommand {
  const nowSeconds = Math.floor(nowMs / 1000);
  const keys = table.keyAttributes.map((attribute, i) => [`#key${i}`, attribute] as const);
  return new ScanCommand({
    TableName: table.name,
    Limit: itemsPerPage,
    ExclusiveStartKey: after,
    ProjectionExpression: [...keys.map(([placeholder]) => placeholder), '#ttl'].join(', '),
    // A value that is no number is not between two numbers.
    FilterExpression: '#ttl BETWEEN :oldest AND :now',
    ExpressionAttributeNames: { ...Object.fromEntries(keys), '#ttl': table.ttlAttribute },
    ExpressionAttributeValues: {
      ':oldest': { N: String(nowSeconds - maxPastSeconds) },
      ':now': { N: String(nowSeconds) },
    },
  });
}
