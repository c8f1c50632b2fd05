import { randomUUID } from 'node:crypto';
import { type OperationId, type RouteFunction, routes } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { createApiKeyLister } from '../../lambdas/store/api-key-listing.ts';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { createAuditEventLister } from '../../lambdas/store/audit-event-listing.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createDirectoryLister } from '../../lambdas/store/directory-listing.ts';
import { createHolderReader } from '../../lambdas/store/holder-reader.ts';
import { createProtectedApiStore } from '../../lambdas/store/protected-apis.ts';
import { createLastUseReader } from '../../lambdas/store/last-use-reader.ts';
import { createPurgeStore } from '../../lambdas/store/purge.ts';
import { createFirstAnswerReader } from '../../lambdas/store/first-answers.ts';
import { createRoleStore } from '../../lambdas/store/roles.ts';
import { createUserStore } from '../../lambdas/store/users.ts';
import type { Answer } from './memory-answers.ts';
import type { Engine } from './engine.ts';
import { callsDocumentedBy } from './memory-contract.ts';
import { setEnvironment } from './memory-environment.ts';
import { eventFor, type Sent } from './memory-events.ts';
import { clockAt, noon, pacingBy, predictableRandom, type SettableClock } from './memory-ports.ts';
import { noUsage } from './memory-usage.ts';
import { service } from './memory-service.ts';
import { settings as shipped } from './memory-settings.ts';

setEnvironment();
const { makeHandler: makeApiKeys } = await import('../../lambdas/functions/api-keys/index.ts');
const { makeHandler: makeDirectory } = await import('../../lambdas/functions/directory/index.ts');
const { makeHandler: makeReads } = await import('../../lambdas/functions/reads/index.ts');

/** The API over some tables, as its routes' handlers serve it. */
export interface Api {
  readonly clock: SettableClock;
  call(operationId: OperationId, sent?: Sent): Promise<Answer>;
}

export function apiOver(tables: Engine['tables'], more: Partial<DeploymentSettings> = {}): Api {
  const settings = { ...shipped, ...more };
  const clock = clockAt(noon);
  const shared = {
    settings,
    clock,
    keys: createApiKeyStore(tables, settings, clock.now),
    purges: createPurgeStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables, pacingBy(clock)),
  };
  const random = predictableRandom(randomUUID());
  const handlers = {
    'api-keys': makeApiKeys({
      ...shared,
      listKeys: createApiKeyLister(tables, clock.now),
      holders: createHolderReader(tables, { clock, random }),
      apis: createProtectedApiStore(tables, settings, clock.now),
      readLastUses: createLastUseReader(tables, { clock, random }),
      firstAnswers: createFirstAnswerReader(tables, clock.now),
      random,
    }),
    directory: makeDirectory({
      ...shared,
      users: createUserStore(tables, settings, clock.now),
      roles: createRoleStore(tables, settings, clock.now),
      lister: createDirectoryLister(tables, clock.now),
      random,
      makeAccount: null,
    }),
    reads: makeReads({
      ...shared,
      service,
      listEvents: createAuditEventLister(tables, clock.now),
      ...noUsage,
    }),
  } as const;
  const isServed = (name: RouteFunction): name is keyof typeof handlers => name in handlers;
  const call = callsDocumentedBy(settings);
  return {
    clock,
    call(operationId, sent) {
      const name = routes.find((route) => route.operationId === operationId)!.function;
      if (!isServed(name)) throw new Error(`${name} is not served here`);
      return call(handlers[name], eventFor(operationId, sent));
    },
  };
}
