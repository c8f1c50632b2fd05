import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lambdas/domain/ports.ts';
import { createBootstrap } from '../../lambdas/functions/bootstrap/bootstrap.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { createAdministratorStore } from '../../lambdas/store/administrator.ts';
import { createApiKeyLister } from '../../lambdas/store/api-key-listing.ts';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { createAuditEventLister } from '../../lambdas/store/audit-event-listing.ts';
import { createDirectoryLister } from '../../lambdas/store/directory-listing.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createHolderReader } from '../../lambdas/store/holder-reader.ts';
import { createLastUseReader } from '../../lambdas/store/last-use-reader.ts';
import { createProtectedApiStore } from '../../lambdas/store/protected-apis.ts';
import { createPurgeStore } from '../../lambdas/store/purge.ts';
import { createRoleStore } from '../../lambdas/store/roles.ts';
import { createUserStore } from '../../lambdas/store/users.ts';
import { createWebhookLister } from '../../lambdas/store/webhook-listing.ts';
import { createWebhookStore } from '../../lambdas/store/webhooks.ts';
import type { MakeAccount } from '../../lambdas/functions/directory/cognito-accounts.ts';
import type { Engine } from './engine.ts';
import { credentialsOf } from './engine-credentials.ts';
import { noUsage } from './memory-usage.ts';
import { type Call, person, type ServedApi, serveApi, type Stores } from './memory-api.ts';
import { clockAt, noon, pacingBy, predictableRandom, type SettableClock } from './memory-ports.ts';
import { settings as shipped } from './memory-settings.ts';

/** A new deployment over an engine: its first administrator exists, and nothing else. */
export interface Deployment extends ServedApi {
  readonly clock: SettableClock;
  readonly adminUserId: string;
  /** An unrestricted key of the administrator. */
  readonly adminKey: string;
  /** Calls as the administrator, signed in. */
  readonly admin: Call;
}

export async function deploy(
  engine: Pick<Engine, 'endpoint' | 'tables'>,
  more: Partial<DeploymentSettings> = {},
  makeAccount: MakeAccount | null = null,
): Promise<Deployment> {
  const settings = { ...shipped, ...more };
  const clock = clockAt(noon);
  const stores = storesOver(engine, clock, more);
  const bootstrap = createBootstrap({
    ...stores,
    settings,
    clock,
    adminEmail: 'admin@example.com',
    administrators: createAdministratorStore(engine.tables, settings),
    random: predictableRandom(randomUUID()),
  });
  const { adminUserId, adminKey = '' } = await bootstrap({ mintAdminKey: true }, 'deployment');
  const api = serveApi(stores, clock, more, makeAccount);
  return { ...api, clock, adminUserId, adminKey, admin: api.as(person(adminUserId)) };
}

/** All that the API stores and reads, in the tables of an engine. */
export function storesOver(
  engine: Pick<Engine, 'endpoint' | 'tables'>,
  clock: Clock,
  more: Partial<DeploymentSettings> = {},
): Stores {
  const settings = { ...shipped, ...more };
  const { tables } = engine;
  return {
    users: createUserStore(tables, settings, clock.now),
    roles: createRoleStore(tables, settings, clock.now),
    apis: createProtectedApiStore(tables, settings, clock.now),
    keys: createApiKeyStore(tables, settings, clock.now),
    purges: createPurgeStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables, pacingBy(clock)),
    lister: createDirectoryLister(tables, clock.now),
    listKeys: createApiKeyLister(tables, clock.now),
    readLastUses: createLastUseReader(tables, { clock, random: predictableRandom(randomUUID()) }),
    holders: createHolderReader(tables, { clock, random: predictableRandom(randomUUID()) }),
    webhooks: createWebhookStore(tables, settings, clock.now),
    listWebhooks: createWebhookLister(tables, clock.now),
    listEvents: createAuditEventLister(tables, clock.now),
    reader: credentialsOf(engine, clock.now).reader,
    listUsage: noUsage.listUsage,
    countUsage: noUsage.countUsage,
    tallyUsage: noUsage.tallyUsage,
    readCountedSince: noUsage.readCountedSince,
    readRecordedUntil: noUsage.readRecordedUntil,
  };
}
