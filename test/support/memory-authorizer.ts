import type { AuthorizerDependencies, AuthorizerHandler } from '../../lambdas/functions/authorizer/index.ts';
import { createRefusalRecorder } from '../../lambdas/functions/authorizer/refusal.ts';
import { createAuthenticate, createAuthenticatePerson } from '../../lambdas/verdict/authenticate.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import type { LimiterStore } from '../../lambdas/verdict/limiter.ts';
import type { TierSettings } from '../../lambdas/verdict/rate-limit-tier.ts';
import { setEnvironment } from './memory-environment.ts';
import { MemoryLimiterStore } from './memory-limiter.ts';
import { settings as shipped } from './memory-settings.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/authorizer/index.ts');

interface AuthorizerOptions {
  readonly loadTokenVerifier?: AuthorizerDependencies['loadTokenVerifier'];
  readonly limiterStore?: LimiterStore;
  /** Gets the usage lines of refusals, and warnings. */
  readonly print?: (line: object) => void;
  readonly settings?: TierSettings;
}

/** The authorizer over some reader of the Credentials table, as one container of the function has it. */
export function authorizerOver(
  reader: CredentialsReader,
  now: () => number,
  {
    limiterStore = new MemoryLimiterStore(),
    settings = shipped,
    print = () => {},
    loadTokenVerifier = null,
  }: AuthorizerOptions = {},
): AuthorizerHandler {
  const verdicts = verdictsOver({ reader, limiterStore }, settings, now, print);
  const prefixes = ['lk', 'old'];
  return makeHandler({
    authenticate: createAuthenticate(verdicts),
    authenticatePerson: createAuthenticatePerson(verdicts),
    loadTokenVerifier,
    recordRefusal: createRefusalRecorder(now, print),
    prefixes,
    now,
  });
}
