import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../keys/giving.ts';
import { normalizeUserId, type User } from '../people/user.ts';
import type { Scopes } from '../permissions/scopes.ts';
import { holdsScope } from '../permissions/scopes.ts';
import { Problem } from '../problem.ts';
import type { Endpoint, EndpointFields } from './endpoint.ts';
import { addressOf } from './mail-address.ts';

/** Needed for all events, mail to others, and endpoints of others. */
export const manageWebhooksScope = 'webhooks:manage';

/** The owner of an endpoint, as they are now. */
export interface Owner extends Pick<User, 'userId' | 'status' | 'roles' | 'createdAt'> {
  /** What their roles grant. */
  readonly scopes: Scopes;
}

type Aim = Pick<EndpointFields, 'kind' | 'url' | 'scope'>;

/** Why a delivery is given up without being sent: the end of it is `dropped`. */
export type DropReason = 'endpoint gone' | 'endpoint disabled' | 'right lost';

/**
 * Why an endpoint is not sent to, or null. It is asked before each attempt.
 *
 * @param endpoint null where it was deleted
 * @param owner null where there is no such user any more
 */
export function reasonToDrop(
  endpoint: Pick<Endpoint, 'userId' | 'ownerSince' | 'status' | keyof Aim> | null,
  owner: Owner | null,
): DropReason | null {
  if (endpoint === null) return 'endpoint gone';
  if (endpoint.status !== 'active') return 'endpoint disabled';
  if (owner === null || !isOwner(owner, endpoint)) return 'right lost';
  const canSignIn = owner.status === 'active' && owner.roles.length > 0;
  const mayHave = !takesManage(endpoint, owner.userId) || holdsScope(owner.scopes, manageWebhooksScope);
  return canSignIn && mayHave ? null : 'right lost';
}

/** Whether an endpoint is this very user's, not that of an earlier one of the same id. */
export function isOwner(
  user: Pick<User, 'userId' | 'createdAt'>,
  endpoint: Pick<Endpoint, 'userId' | 'ownerSince'>,
): boolean {
  return user.userId === endpoint.userId && user.createdAt === endpoint.ownerSince;
}

/** What of an endpoint its owner may only have with `webhooks:manage`. */
function takesManage({ kind, url, scope }: Aim, ownerId: string): boolean {
  if (scope === 'all') return true;
  return kind === 'email' && (url === null || normalizeUserId(addressOf(url) ?? '') !== ownerId);
}

export interface EndpointGift {
  readonly owner: Owner;
  /** Null for an endpoint that does not exist yet. */
  readonly before: EndpointFields | null;
  readonly after: EndpointFields;
  /** Whether the caller is shown a secret: then all is checked, though nothing may widen. */
  readonly isSecretShown: boolean;
}

/**
 * The refusal to make or change an endpoint, or null. Nobody has others told what they may not hear themselves, and the
 * owner must be one who may hear it. Changes that widen nothing are never refused for that, so that whoever has lost the
 * right can still narrow, pause and rename. A calling key without `webhooks:manage` makes and changes none: who finds a
 * key gets no ear that outlives it.
 */
export function refuseEndpoint(
  caller: Pick<Caller, 'userId' | 'via' | 'permissions'>,
  { owner, before, after, isSecretShown }: EndpointGift,
): Problem | null {
  const refusal = refuseOthers(caller, owner.userId);
  if (refusal !== null) return refusal;
  const isManager = holdsScope(caller.permissions.scopes, manageWebhooksScope);
  const known = isSecretShown ? null : before;
  if (!takesManage(after, owner.userId) || (known !== null && !widens(known, after))) return null;
  if (!isManager) return missing();
  if (holdsScope(owner.scopes, manageWebhooksScope)) return null;
  const detail = 'The owner of the endpoint does not hold webhooks:manage';
  return new Problem('INSUFFICIENT_PERMISSIONS', { detail, missingScopes: [manageWebhooksScope] });
}

/** The refusal to end an endpoint, or null: its owner may, signed in, and whoever manages webhooks. */
export function refuseDeletion(
  caller: Pick<Caller, 'userId' | 'via' | 'permissions'>,
  { userId }: Pick<Endpoint, 'userId'>,
): Problem | null {
  return refuseOthers(caller, userId);
}

/** The refusal to tell what was sent to an endpoint, or null: it names events that its owner may no longer hear. */
export function refuseDeliveries(
  { permissions }: Pick<Caller, 'permissions'>,
  { scope }: Pick<Endpoint, 'scope'>,
): Problem | null {
  return scope === 'all' && !holdsScope(permissions.scopes, manageWebhooksScope) ? missing() : null;
}

/** Others than the owner need `webhooks:manage`, and so do keys. */
function refuseOthers(
  { userId, via, permissions }: Pick<Caller, 'userId' | 'via' | 'permissions'>,
  ownerId: string,
): Problem | null {
  if (holdsScope(permissions.scopes, manageWebhooksScope)) return null;
  return via === 'api-key' || userId !== ownerId ? missing() : null;
}

/** Whether more is told after a change, or it is told somebody else. */
function widens(before: EndpointFields, after: EndpointFields): boolean {
  if (after.status !== 'active') return false;
  const aimOf = ({ kind, url, scope }: EndpointFields) => ({ kind, url, scope });
  const isOtherAim = !isDeepStrictEqual(aimOf(before), aimOf(after));
  const isMore = after.events.some((pattern) => !before.events.includes(pattern));
  return before.status !== 'active' || isOtherAim || isMore;
}

function missing(): Problem {
  return new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: [manageWebhooksScope] });
}
