import type { AuthorizerDependencies, AuthorizerHandler } from '../../lambdas/functions/authorizer/index.ts';
import { createRefusalRecorder } from '../../lambdas/functions/authorizer/refusal.ts';
import {
  type Authenticate,
  createAuthenticate,
  createAuthenticatePerson,
} from '../../lambdas/verdict/authenticate.ts';
import { createLimiter } from '../../lambdas/verdict/limiter.ts';
import type { CredentialsReader, LimiterStore } from '../../lambdas/domain/ports.ts';
import { tierNamed, type TierSettings } from '../../lambdas/verdict/rate-limit-tier.ts';
import { createRoleCache, type RoleCache } from '../../lambdas/verdict/role-cache.ts';
import { secretShape } from '../../lambdas/domain/keys/secret-shape.ts';
import { setEnvironment } from './memory-environment.ts';
import { MemoryLimiterStore } from './memory-limiter.ts';
import { settings as shipped } from './memory-settings.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/authorizer/index.ts');

interface AuthorizerOptions {
  readonly loadTokenVerifier?: AuthorizerDependencies['loadTokenVerifier'];
  readonly limiterStore?: LimiterStore;
  /** Gets the usage lines of refusals. */
  readonly print?: (line: object) => void;
  readonly settings?: TierSettings;
}

/** What gives verdicts in one container. */
export function authenticateOver(
  reader: CredentialsReader,
  roleCache: RoleCache,
  now: () => number,
  { limiterStore = new MemoryLimiterStore(), settings = shipped }: AuthorizerOptions = {},
): Authenticate {
  const limiter = createLimiter(limiterStore, now);
  return createAuthenticate({
    reader,
    roleCache,
    limiter,
    tierNamed: (name) => tierNamed(name, settings),
    now,
  });
}

/** The authorizer over some reader of the Credentials table, as one container of the function has it. */
export function authorizerOver(
  reader: CredentialsReader,
  now: () => number,
  more: AuthorizerOptions = {},
): AuthorizerHandler {
  const roleCache = createRoleCache(reader, now);
  const prefixes = ['lk', 'old'];
  return makeHandler({
    authenticate: authenticateOver(reader, roleCache, now, more),
    authenticatePerson: createAuthenticatePerson({ reader, roleCache, now }),
    loadTokenVerifier: more.loadTokenVerifier ?? null,
    recordRefusal: createRefusalRecorder(secretShape(prefixes), now, more.print ?? (() => {})),
    prefixes,
    now,
  });
}
