import { printLine } from '../../contract/log-line.ts';
import { readSettings } from '../../contract/settings.ts';
import { describeCall } from '../../domain/usage/answered-call.ts';
import { createAuthenticate } from '../../verdict/authenticate.ts';
import { createLimiter } from '../../verdict/limiter.ts';
import { createTierFinder } from '../../verdict/rate-limit-tier.ts';
import { createRoleCache } from '../../verdict/role-cache.ts';
import { secretShape } from '../../domain/keys/secret-shape.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { logWarning } from '../../gateway/log.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createStoreCredentialsReader } from '../../store/credentials-reader.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createStoreLimiter } from '../../store/limiter.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { verifyOperations } from './operations.ts';
import { apiHandlerDependencies, connectTables, systemClock } from '../wiring.ts';

/** `POST /verify` and `POST /api-keys/{id}/test`. */
export function makeHandler(deps: VerifyDependencies): ApiHandler {
  return createApiHandler(verifyOperations, deps, apiHandlerDependencies(deps));
}

function wire(): ApiHandler {
  const settings = readSettings();
  const clock = systemClock;
  const tables = connectTables();
  const reader = createStoreCredentialsReader(tables);
  const roleCache = createRoleCache(reader, clock.now);
  return makeHandler({
    settings,
    authenticate: createAuthenticate({
      reader,
      roleCache,
      limiter: createLimiter(createStoreLimiter(tables), clock.now),
      tierNamed: createTierFinder(settings, (missing, standIn) => {
        logWarning('unknown rate-limit tier', { tier: missing, standIn });
      }),
      now: clock.now,
    }),
    reader,
    roleCache,
    keys: createApiKeyReader(tables, clock.now),
    directory: createDirectoryStore(tables),
    clock,
    secretShape: secretShape([settings.prefix, ...settings.previousPrefixes]),
    recordCall: (call) => {
      printLine({ ...describeCall(call, clock.now()) });
    },
  });
}

export const handler = wire();
