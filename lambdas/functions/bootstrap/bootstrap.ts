import type { ApiKeyId } from '../../contract/brands.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { emptyChain, type Origin } from '../../domain/audit/audit.ts';
import { newApiKeyId } from '../../domain/keys/api-key-id.ts';
import { latestExpiry } from '../../domain/keys/expiry.ts';
import { createKey } from '../../domain/keys/lifecycle.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import { adminGrant, adminRole } from '../../domain/people/role.ts';
import { createRole } from '../../domain/people/role-lifecycle.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import { normalizeUserId, type User } from '../../domain/people/user.ts';
import { createUser } from '../../domain/people/user-lifecycle.ts';
import { dayMs, isoTime } from '../../domain/time.ts';
import type { AdministratorStore } from '../../store/administrator.ts';
import type { ApiKeyStore } from '../../store/api-keys.ts';
import type { DirectoryStore } from '../../store/directory.ts';
import { untilSettled } from '../../store/transaction.ts';

export interface BootstrapRequest {
  /** Default: the deployment's `adminEmail`. */
  readonly adminEmail?: string;
  /** Mint an admin key for the administrator: of 90 days, or as long as the key policy allows where that is less. */
  readonly mintAdminKey?: boolean;
}

export interface BootstrapResult {
  readonly adminUserId: string;
  /** The secret, shown this once; present where `mintAdminKey` was asked for. */
  readonly adminKey?: string;
  readonly apiKeyId?: ApiKeyId;
  readonly expiresAt?: string;
}

export type Bootstrap = (request: BootstrapRequest, requestId: string) => Promise<BootstrapResult>;

export interface BootstrapDependencies {
  readonly settings: DeploymentSettings;
  readonly adminEmail: string | null;
  readonly administrators: AdministratorStore;
  readonly directory: DirectoryStore;
  readonly keys: ApiKeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

const keyLifetimeMs = 90 * dayMs;

/**
 * Idempotent: what exists already is left as it is.
 *
 * @throws Error where another is the first administrator, or the key is for somebody who is no active one
 */
export function createBootstrap(deps: BootstrapDependencies): Bootstrap {
  const { directory, administrators } = deps;
  return async (request, requestId) => {
    const email = request.adminEmail ?? deps.adminEmail;
    if (email === null) throw new Error('Give adminEmail, in the request or as -c adminEmail= at deployment');
    const userId = normalizeUserId(email);
    const actor = { userId: 'system', via: 'system' } as const;
    const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId };
    const user = await untilSettled(deps, async () => {
      const known = await directory.getUser(userId);
      if (known !== null) return known;
      await administrators.createFirst(...firstAdministrator(userId, origin, deps));
      return await directory.getUser(userId);
    });
    if (user === null) throw new Error('There is another administrator already; ask them to create the user');
    if (request.mintAdminKey !== true) return { adminUserId: userId };
    requireActiveAdministrator(user);
    const minted = await mintKey(userId, origin, deps);
    return { adminUserId: userId, ...minted };
  };
}

/** Else whoever may call the function could make a key that works for somebody who was locked out, or is nobody special. */
function requireActiveAdministrator({ status, roles }: User): void {
  if (status !== 'active') throw new Error('The user is disabled; no key was minted');
  if (!roles.includes(adminRole)) throw new Error('The user is no administrator; no key was minted');
}

function firstAdministrator(
  userId: string,
  origin: Origin,
  { clock, random }: BootstrapDependencies,
): Parameters<AdministratorStore['createFirst']> {
  const moment = () => ({ now: clock.now(), eventId: random.uuid() });
  const user = { displayName: userId, roles: [adminRole], status: 'active' } as const;
  return [
    createRole(adminRole, adminGrant, emptyChain, origin, moment()),
    createUser(userId, user, emptyChain, origin, moment()),
  ];
}

async function mintKey(
  userId: string,
  origin: Origin,
  deps: BootstrapDependencies,
): Promise<Required<Omit<BootstrapResult, 'adminUserId'>>> {
  const { settings, keys, clock, random } = deps;
  const { plaintext, hash, keyPrefix } = mintSecret(settings.prefix, random);
  const now = clock.now();
  const fresh = {
    id: newApiKeyId(random),
    name: `Administrator key of ${isoTime(now)}`,
    description: 'Minted by the bootstrap function',
    userId,
    type: 'admin',
    scopes: null,
    accessRights: null,
    rateLimitTier: settings.defaultRateLimitTier,
    allowedIps: null,
    metadata: {},
    expiresAt: Math.min(now + keyLifetimeMs, latestExpiry(settings.keyPolicy, now)),
    keyPrefix,
    secretHash: hash,
    createdBy: origin.actor.userId,
    createdVia: null,
  } as const;
  const { id } = await untilSettled(deps, async () => {
    const transition = createKey(fresh, origin, { now: clock.now(), eventId: random.uuid() });
    const outcome = await keys.create(transition);
    if (outcome.kind === 'refused')
      throw new Error(`The key was refused because of its ${outcome.by.join(', ')}`);
    return transition.key;
  });
  return { adminKey: plaintext, apiKeyId: id, expiresAt: isoTime(fresh.expiresAt) };
}
