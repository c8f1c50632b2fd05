import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type {
  CredentialItem,
  ProtectedApiItem,
  RoleDefinitionItem,
  UserStateItem,
} from '../../../lambdas/contract/credential-items.ts';
import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { SecretHash } from '../../../lambdas/contract/brands.ts';
import { keyBeginnings } from '../../../lambdas/contract/tables.ts';
import type { ProtectedApi } from '../../../lambdas/domain/apis/protected-api.ts';
import type { Role } from '../../../lambdas/domain/people/role.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import { fromItem } from '../../../lambdas/store/api-key-item.ts';
import type { Tables } from '../../../lambdas/store/client.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import { fromProtectedApiItem } from '../../../lambdas/store/protected-api-item.ts';
import { fromRoleItem } from '../../../lambdas/store/role-item.ts';
import { fromUserItem } from '../../../lambdas/store/user-item.ts';
import { fromWebhookItem } from '../../../lambdas/store/webhook-item.ts';
import type { Progress } from '../progress.ts';
import type { Snapshot, StoredKey } from '../snapshot.ts';

type Item = Readonly<Record<string, unknown>>;

/** Items of a table page by page, strongly consistent: 1 MB each at most (DynamoDB). */
export async function* scanPages(client: Tables['client'], TableName: string): AsyncGenerator<Item[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    yield page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/**
 * Reads both tables whole. Work that goes on meanwhile is read before or after it was done.
 *
 * @param keepEvent which audit events to keep, beside the newest of each target
 */
export async function readSnapshot(
  tables: Tables,
  nowMs: number,
  progress: Progress,
  keepEvent: (pk: string, event: AuditEvent) => boolean = () => false,
): Promise<Snapshot> {
  const reader = new SnapshotReader(nowMs, keepEvent);
  for (const table of [tables.registry, tables.credentials]) {
    let count = 0;
    for await (const items of scanPages(tables.client, table)) {
      for (const item of items) reader.add(item);
      count += items.length;
      progress.show(`reading ${table}`, count);
    }
    progress.end(`read ${table}`, count);
  }
  return reader;
}

class SnapshotReader implements Snapshot {
  readonly keys = new Map<string, StoredKey>();
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  readonly apis = new Map<string, ProtectedApi>();
  readonly webhooks = new Map<string, Endpoint>();
  readonly stages = new Map<string, string>();
  readonly countedKeys = new Map<string, Set<string>>();
  readonly names = new Map<string, string>();
  readonly events = new Map<string, AuditEvent[]>();
  readonly credentials = new Map<SecretHash, CredentialItem>();
  readonly userStates = new Map<string, UserStateItem>();
  readonly roleDefinitions = new Map<string, RoleDefinitionItem>();
  readonly protectedStages = new Map<string, ProtectedApiItem>();
  readonly #nowMs: number;
  readonly #keepEvent: (pk: string, event: AuditEvent) => boolean;

  constructor(nowMs: number, keepEvent: (pk: string, event: AuditEvent) => boolean) {
    this.#nowMs = nowMs;
    this.#keepEvent = keepEvent;
  }

  add(item: Item): void {
    const { pk, sk = '' } = item as { readonly pk: string; readonly sk?: string };
    const [kind = '', ...rest] = pk.split('#');
    const id = rest.join('#');
    if (sk === '') this.#addHalf(kind, id, item);
    else if (sk.startsWith(keyBeginnings.auditEvent)) this.#addEvent(pk, item['event'] as AuditEvent);
    else if (sk === 'USER') this.users.set(id, fromUserItem(item));
    else if (sk === 'ROLE') this.roles.set(id, fromRoleItem(item));
    else if (sk === 'API') this.apis.set(id, fromProtectedApiItem(item));
    else if (sk === 'WEBHOOK') this.webhooks.set(id, fromWebhookItem(item));
    else if (sk === 'STAGE') this.stages.set(pk, String(item['api']));
    else if (sk === 'KEY') this.keys.set(id, { key: fromItem(item), item });
    else if (sk === 'NAME' && !isPastTtl(item, this.#nowMs)) this.names.set(pk, String(item['apiKeyId']));
    else if (kind === 'USER' && sk.startsWith('KEY#')) this.#addPointer(id, sk.slice('KEY#'.length));
  }

  #addHalf(kind: string, id: string, item: Item): void {
    if (kind === 'C') this.credentials.set(id as SecretHash, item as unknown as CredentialItem);
    else if (kind === 'U') this.userStates.set(id, item as unknown as UserStateItem);
    else if (kind === 'R') this.roleDefinitions.set(id, item as unknown as RoleDefinitionItem);
    else if (kind === 'A')
      this.protectedStages.set(item['pk'] as string, item as unknown as ProtectedApiItem);
  }

  #addEvent(pk: string, event: AuditEvent): void {
    const known = this.events.get(pk);
    if (known === undefined) this.events.set(pk, [event]);
    else if (this.#keepEvent(pk, event)) known.push(event);
    else if (event.sequence > (known[0]?.sequence ?? 0)) known[0] = event;
  }

  #addPointer(userId: string, apiKeyId: string): void {
    const counted = this.countedKeys.get(userId);
    if (counted === undefined) this.countedKeys.set(userId, new Set([apiKeyId]));
    else counted.add(apiKeyId);
  }
}
