import type { AuthorizerDependencies, AuthorizerHandler } from '../../lambdas/authorizer/index.ts';
import { createAuthenticate, createAuthenticatePerson } from '../../lambdas/domain/authenticate.ts';
import type { CredentialsReader } from '../../lambdas/domain/ports.ts';
import { createRoleCache } from '../../lambdas/domain/role-cache.ts';
import { setEnvironment } from './memory-environment.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/authorizer/index.ts');

/** The authorizer over some reader of the Credentials table, as one container of the function has it. */
export function authorizerOver(
  reader: CredentialsReader,
  now: () => number,
  loadTokenVerifier: AuthorizerDependencies['loadTokenVerifier'] = null,
): AuthorizerHandler {
  const roleCache = createRoleCache(reader, now);
  return makeHandler({
    authenticate: createAuthenticate({ reader, roleCache, now }),
    authenticatePerson: createAuthenticatePerson({ reader, roleCache }),
    loadTokenVerifier,
    prefixes: ['lk', 'old'],
  });
}
