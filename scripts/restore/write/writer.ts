import { limiterKey } from '../../../lambdas/contract/credential-items.ts';
import type { DeploymentSettings } from '../../../lambdas/contract/settings.ts';
import type { AuditEvent, Origin } from '../../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import { purgeKey, restoreKey } from '../../../lambdas/domain/keys/lifecycle.ts';
import { adminRole, type Role } from '../../../lambdas/domain/people/role.ts';
import { restoreRole } from '../../../lambdas/domain/people/role-lifecycle.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import { restoreUser } from '../../../lambdas/domain/people/user-lifecycle.ts';
import type { ProtectedApi } from '../../../lambdas/domain/apis/protected-api.ts';
import { restoreApi } from '../../../lambdas/domain/apis/api-lifecycle.ts';
import type { Clock, Random } from '../../../lambdas/domain/ports.ts';
import { Problem } from '../../../lambdas/domain/problem.ts';
import { readNoticeSpans } from '../../../lambdas/domain/webhooks/notice-spans.ts';
import { restoreEndpoint } from '../../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import { noticesToCome } from '../../../lambdas/domain/webhooks/notices.ts';
import {
  toAttributes,
  toCredentialItem,
  toRetiringItem,
  ttlOf,
} from '../../../lambdas/store/api-key-item.ts';
import { putEvent } from '../../../lambdas/store/audit-events.ts';
import type { OutboxTable, Tables } from '../../../lambdas/store/client.ts';
import { absent, atVersion, freeFor, heldBy } from '../../../lambdas/store/conditions.ts';
import { putNotices } from '../../../lambdas/store/due-notices.ts';
import { countHolders } from '../../../lambdas/store/holders.ts';
import { apiKeyKey, nameGuardKey, roleKey, userKey, userPointerKey } from '../../../lambdas/store/keys.ts';
import { createProtectedApiStore } from '../../../lambdas/store/protected-apis.ts';
import { toRoleAttributes, toRoleDefinitionItem } from '../../../lambdas/store/role-item.ts';
import { commit, type Outcome, type TransactItem, untilSettled } from '../../../lambdas/store/transaction.ts';
import { toUserAttributes, toUserStateItem } from '../../../lambdas/store/user-item.ts';
import { createWebhookStore } from '../../../lambdas/store/webhooks.ts';
import type { Half, PlannedKey } from '../plan/planned.ts';

/** False where the live tables are no longer what was read: nothing was written then. */
export type Written = boolean;

/** Writes what a plan names into the live tables: each target is one transaction with its event, or nothing. */
export interface Writer {
  /** @param activeAdministrators what the role `admin` begins to count with */
  role(role: Role, activeAdministrators: number): Promise<Written>;
  user(user: User): Promise<Written>;
  api(api: ProtectedApi): Promise<Written>;
  key(planned: PlannedKey): Promise<Written>;
  webhook(endpoint: Endpoint): Promise<Written>;
  /** The end of the chain of a key that is past its retention. */
  purge(key: ApiKey): Promise<Written>;
  half(half: Half): Promise<Written>;
}

export type WriterSettings = Pick<DeploymentSettings, 'retentionDays' | 'auditRetentionDays' | 'notices'>;

/** A table that throttles grows within minutes. */
const [maxPauses, pauseMs] = [10, 1_000];

/** @param runId tells the events of one run from those of others: it stands as their `requestId` */
export function createWriter(
  tables: Tables & OutboxTable,
  settings: WriterSettings,
  pacing: { readonly clock: Clock; readonly random: Random },
  runId: string,
): Writer {
  const { registry, credentials } = tables;
  const { retentionDays, auditRetentionDays } = settings;
  const spans = readNoticeSpans(settings.notices);
  const { clock, random } = pacing;
  const actor = { userId: 'system', via: 'system' } as const;
  const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId: runId };
  const apis = createProtectedApiStore(tables, settings, clock.now);
  const webhooks = createWebhookStore(tables, settings, clock.now);
  const moment = () => ({ now: clock.now(), eventId: random.uuid() });

  function write(items: readonly TransactItem[]): Promise<Written> {
    const writes = items.map((item) => ({ protects: 'live' as const, item }));
    return settle(() => commit(tables, writes));
  }

  async function settle(transact: () => Promise<Outcome<string>>): Promise<Written> {
    const attempt = () => untilSettled(pacing, async () => (await transact()).kind);
    for (let pause = 1; ; pause += 1) {
      try {
        return (await attempt()) === 'committed';
      } catch (error) {
        const isOverload = error instanceof Problem && error.code === 'UNAVAILABLE';
        if (!isOverload || pause > maxPauses) throw error;
        await clock.sleep(pause * pauseMs);
      }
    }
  }
  const put = (TableName: string, Item: Record<string, unknown>, condition: object = {}): TransactItem => ({
    Put: { TableName, Item, ...condition },
  });
  const noticesOf = (key: ApiKey) =>
    putNotices(tables, key.id, noticesToCome(key, spans, clock.now())).map(({ item }) => item);
  const eventOf = (pk: string, event: AuditEvent) => putEvent(tables, pk, event, auditRetentionDays).item;

  // Functions write the halves in Credentials only together with a record that exists: as long as the condition holds
  // that it does not, nobody else writes them.
  return {
    role(planned, activeAdministrators) {
      const { role, event } = restoreRole(planned, origin, moment());
      const counters = {
        holders: planned.holders,
        ...(role.name === adminRole ? { activeHolders: activeAdministrators } : {}),
      };
      const key = roleKey(role.name);
      return write([
        put(registry, { ...key, ...toRoleAttributes(role), ...counters }, absent),
        put(credentials, { ...toRoleDefinitionItem(role) }),
        eventOf(key.pk, event),
      ]);
    },

    user(planned) {
      const { user, event } = restoreUser(planned, origin, moment());
      const key = userKey(user.userId);
      return write([
        put(registry, { ...key, ...toUserAttributes(user), keyCount: planned.keyCount }, absent),
        put(credentials, { ...toUserStateItem(user) }),
        ...countHolders(tables, null, user).map(({ item }) => item),
        eventOf(key.pk, event),
      ]);
    },

    api: (planned) => settle(() => apis.create(restoreApi(planned, origin, moment()))),

    key({ key: planned, item, isSecretKnown, isCounted }) {
      const { key, event } = restoreKey(planned, isSecretKnown, origin, moment());
      const { id, userId, name } = key;
      const record = { ...item, ...apiKeyKey(id), ...toAttributes(key, retentionDays) };
      const retiring = toRetiringItem(key, retentionDays);
      const pointer = { ...userPointerKey(userId, id), apiKeyId: id };
      const guard = { ...nameGuardKey(name), apiKeyId: id, ttl: ttlOf(key, retentionDays) };
      return write([
        put(registry, record, absent),
        put(registry, guard, freeFor(id, clock.now())),
        put(credentials, { ...toCredentialItem(key, retentionDays) }, heldBy(id)),
        ...(retiring === null ? [] : [put(credentials, { ...retiring }, heldBy(id))]),
        put(registry, pointer, isCounted ? {} : absent),
        countOf(userId, isCounted ? 0 : 1),
        eventOf(apiKeyKey(id).pk, event),
        ...noticesOf(key),
      ]);
    },

    webhook: (planned) => settle(() => webhooks.create(restoreEndpoint(planned, origin, moment()))),

    purge: (key) =>
      write([
        eventOf(apiKeyKey(key.id).pk, purgeKey(key, origin, moment())),
        { Delete: { TableName: credentials, Key: limiterKey(key.id) } },
      ]),

    half: ({ record, version, item }) =>
      write([
        { ConditionCheck: { TableName: registry, Key: record, ...atVersion(version, clock.now()) } },
        put(credentials, item, absent),
      ]),
  };

  function countOf(userId: string, keys: number): TransactItem {
    return {
      Update: {
        TableName: registry,
        Key: userKey(userId),
        UpdateExpression: 'ADD keyCount :keys',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':keys': keys },
      },
    };
  }
}
