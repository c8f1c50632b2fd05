import { holdsScope } from '../../domain/permissions/scopes.ts';
import { Problem } from '../../domain/problem.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import {
  isOwner,
  manageWebhooksScope,
  type Owner,
  refuseEndpoint,
} from '../../domain/webhooks/endpoint-rights.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { createOwnerReader } from '../../store/endpoint-owners.ts';
import type { WebhookDependencies } from './dependencies.ts';

export interface FoundWebhook {
  readonly endpoint: Endpoint;
  /** Null where the user is gone who had it, until it goes too. */
  readonly owner: Owner | null;
}

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The endpoint that a path names, for its owner or whoever manages webhooks.
 *
 * @throws Problem `NOT_FOUND`, also for an endpoint that the caller may not see, so that ids cannot be probed
 */
export async function findWebhook(
  request: Pick<ApiRequest<unknown, unknown>, 'pathParameters' | 'principal'>,
  deps: Pick<WebhookDependencies, 'webhooks' | 'directory'>,
): Promise<FoundWebhook> {
  const caller = callerOf(request);
  const id = request.pathParameters['id'] ?? '';
  const endpoint = idPattern.test(id) ? await deps.webhooks.get(id) : null;
  const isVisible = endpoint !== null && (endpoint.userId === caller.userId || managesWebhooks(caller));
  if (!isVisible) throw new Problem('NOT_FOUND');
  const user = await readOwner(endpoint.userId, deps);
  const owner = user !== null && isOwner(user, endpoint) ? user : null;
  if (owner === null && !managesWebhooks(caller)) throw new Problem('NOT_FOUND');
  return { endpoint, owner };
}

/** As `findWebhook`, for changes: nobody changes what its owner has left behind. */
export async function findOwnedWebhook(
  request: Pick<ApiRequest<unknown, unknown>, 'pathParameters' | 'principal'>,
  deps: Pick<WebhookDependencies, 'webhooks' | 'directory'>,
): Promise<FoundWebhook & { readonly owner: Owner }> {
  const { endpoint, owner } = await findWebhook(request, deps);
  if (owner === null) throw new Problem('NOT_FOUND');
  return { endpoint, owner };
}

/**
 * As `findOwnedWebhook`, to have something sent to it: whoever may make it as it is.
 *
 * @throws Problem `INSUFFICIENT_PERMISSIONS` of a calling key, as where one would change it
 */
export async function findWebhookToSendTo(
  request: Pick<ApiRequest<unknown, unknown>, 'pathParameters' | 'principal'>,
  deps: Pick<WebhookDependencies, 'webhooks' | 'directory'>,
): Promise<FoundWebhook> {
  const found = await findOwnedWebhook(request, deps);
  const { endpoint, owner } = found;
  const gift = { owner, before: endpoint, after: endpoint, isSecretShown: false };
  const refusal = refuseEndpoint(callerOf(request), gift);
  if (refusal !== null) throw refusal;
  return found;
}

/** @throws Problem `CONFLICT` where what is asked for would be given up unsent */
export function requireActive({ status }: Pick<Endpoint, 'status'>): void {
  if (status !== 'active')
    throw new Problem('CONFLICT', { detail: 'The webhook is disabled: enable it first' });
}

export function managesWebhooks({ permissions }: Pick<Principal, 'permissions'>): boolean {
  return holdsScope(permissions.scopes, manageWebhooksScope);
}

/** A user with what their roles grant now. */
export function readOwner(
  userId: string,
  { directory }: Pick<WebhookDependencies, 'directory'>,
): Promise<Owner | null> {
  return createOwnerReader(directory)(userId);
}
