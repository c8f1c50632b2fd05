import type { ApiKeyId } from '../contract/brands.ts';
import type { AuditEvent, AuditTarget } from '../domain/audit/audit.ts';
import { eventIn } from './audit-events.ts';
import type { RegistryTable } from './client.ts';
import { getItem } from './get-item.ts';
import { apiKeyKey, auditEventSortKey, type RegistryKey, webhookKey } from './keys.ts';

/**
 * Whose key or endpoint an event is about; null of targets that are nobody's own.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type OwnerOf = (event: Pick<AuditEvent, 'target' | 'changes'>) => Promise<string | null>;

/** Neither keys nor endpoints ever change their owner. */
export function createOwnerOf(table: RegistryTable): OwnerOf {
  return async ({ target, changes }) => {
    const key = recordKey(target);
    if (key === null) return null;
    return statedIn(changes) ?? (await ownerInRecord(table, key)) ?? (await ownerInFirstEvent(table, key));
  };
}

function recordKey({ type, id }: AuditTarget): RegistryKey | null {
  if (type === 'api_key') return apiKeyKey(id as ApiKeyId);
  return type === 'webhook' ? webhookKey(id) : null;
}

/** Events that begin or end something tell all of it. */
function statedIn(changes: AuditEvent['changes']): string | null {
  const { from, to } = changes['userId'] ?? {};
  const stated = to ?? from;
  return typeof stated === 'string' ? stated : null;
}

async function ownerInRecord(table: RegistryTable, key: RegistryKey): Promise<string | null> {
  const record = await getItem(table, key);
  return typeof record?.['userId'] === 'string' ? record['userId'] : null;
}

/** Of a target that is gone; it has an event that tells of its end, but that may come later. */
async function ownerInFirstEvent(table: RegistryTable, { pk }: RegistryKey): Promise<string | null> {
  const first = await getItem(table, { pk, sk: auditEventSortKey(1) });
  return first === null ? null : statedIn(eventIn(first).changes);
}
