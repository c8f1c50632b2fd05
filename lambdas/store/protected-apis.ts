import { isDeepStrictEqual } from 'node:util';
import { protectedApiItemKey } from '../contract/credential-items.ts';
import type { GatewayStage } from '../contract/protected-api.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiTransition } from '../domain/apis/api-lifecycle.ts';
import type { ProtectedApi } from '../domain/apis/protected-api.ts';
import type { AuditEvent, ChainHead } from '../domain/audit/audit.ts';
import type { Clock } from '../domain/ports.ts';
import { putEvent } from './audit-events.ts';
import { readChainHead } from './chain-head.ts';
import type { Tables } from './client.ts';
import { absent, atVersion, stageFreeFor } from './conditions.ts';
import { getItem } from './get-item.ts';
import { protectedApiKey, stageGuardKey } from './keys.ts';
import { fromProtectedApiItem, toAuthorizerItem, toProtectedApiItem } from './protected-api-item.ts';
import { commit, type Outcome, type Write } from './transaction.ts';
import { put, remove } from './writes.ts';

export type ProtectedApiCondition = 'api' | 'stage' | 'audit event';

/**
 * Protected APIs. Every change is one transaction over both tables: the record, the guard of its stage, what the gateway
 * authorizer sees, and the audit event.
 */
export interface ProtectedApiStore {
  /** Strongly consistent. */
  get(name: string): Promise<ProtectedApi | null>;
  /** The name of the API that has the stage, strongly consistent; null where it is free. */
  holderOf(stage: GatewayStage): Promise<string | null>;
  /** Where an earlier API of the same name left the chain of events. */
  chainHead(name: string): Promise<ChainHead>;
  /** Takes the stage, and the former one of an API that comes back with one. */
  create(transition: ApiTransition): Promise<Outcome<ProtectedApiCondition>>;
  /** Replaces `before`, which must still be the stored version; a stage that it leaves is free then. */
  update(before: ProtectedApi, after: ApiTransition): Promise<Outcome<ProtectedApiCondition>>;
  /** Gives the stage of `before`, which must still be the stored version and is no more then, to an API of another name. */
  rename(
    before: ProtectedApi,
    end: AuditEvent,
    after: ApiTransition,
  ): Promise<Outcome<ProtectedApiCondition>>;
  /** Removes the API, which must still be the stored version; its stages are free then. */
  remove(api: ProtectedApi, event: AuditEvent): Promise<Outcome<ProtectedApiCondition>>;
}

type ApiWrite = Write<ProtectedApiCondition>;

export function createProtectedApiStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): ProtectedApiStore {
  const { registry, credentials } = tables;
  const eventOf = ({ name }: ProtectedApi, event: AuditEvent): ApiWrite =>
    putEvent(tables, protectedApiKey(name).pk, event, auditRetentionDays);
  const occupy = (api: ProtectedApi, holder = api.name): ApiWrite[] => [
    ...stagesOf(api).map((stage) =>
      put('stage' as const, registry, { ...stageGuardKey(stage), api: api.name }, stageFreeFor(holder)),
    ),
    put('api', credentials, toAuthorizerItem(api)),
  ];
  const leave = (before: ProtectedApi, after: ProtectedApi | null): ApiWrite[] => {
    const kept = after === null ? [] : stagesOf(after);
    const left = stagesOf(before).filter((stage) => !kept.some((each) => isDeepStrictEqual(each, stage)));
    return left.flatMap((stage) => [
      remove('stage', registry, stageGuardKey(stage), stageFreeFor(before.name)),
      remove('api', credentials, protectedApiItemKey(stage)),
    ]);
  };

  return {
    async get(name) {
      const item = await getItem(tables, protectedApiKey(name));
      return item === null ? null : fromProtectedApiItem(item);
    },

    async holderOf(stage) {
      const guard = await getItem(tables, stageGuardKey(stage));
      return guard === null ? null : String(guard['api']);
    },

    chainHead: (name) => readChainHead(tables, protectedApiKey(name).pk),

    create: ({ api, event }) =>
      commit<ProtectedApiCondition>(tables, [
        put('api', registry, toProtectedApiItem(api), absent),
        ...occupy(api),
        eventOf(api, event),
      ]),

    update: (before, { api, event }) =>
      commit<ProtectedApiCondition>(tables, [
        put('api', registry, toProtectedApiItem(api), atVersion(before.version, now())),
        ...occupy(api),
        ...leave(before, api),
        eventOf(api, event),
      ]),

    rename: (before, end, { api, event }) =>
      commit<ProtectedApiCondition>(tables, [
        put('api', registry, toProtectedApiItem(api), absent),
        ...occupy(api, before.name),
        remove('api', registry, protectedApiKey(before.name), atVersion(before.version, now())),
        ...leave(before, api),
        eventOf(before, end),
        eventOf(api, event),
      ]),

    remove: (api, event) =>
      commit<ProtectedApiCondition>(tables, [
        remove('api', registry, protectedApiKey(api.name), atVersion(api.version, now())),
        ...leave(api, null),
        eventOf(api, event),
      ]),
  };
}

/** Each once. */
function stagesOf({ gateway, former }: ProtectedApi): GatewayStage[] {
  return former === null || isDeepStrictEqual(former.gateway, gateway)
    ? [gateway]
    : [gateway, former.gateway];
}
