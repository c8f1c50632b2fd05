import type { AccessRights } from '../access-rights.ts';
import type { CallingKey } from '../calling-key.ts';
import type { AuthorizerContext } from './authorizer-context.ts';
import { readJson } from './read-json.ts';

/** Who makes the call. */
export interface Principal {
  readonly userId: string;
  readonly via: 'jwt' | 'api-key';
  readonly roles: readonly string[];
  /** Effective; null where they did not fit into the authorizer's answer: `GET /me` of Latchkey tells them. */
  readonly scopes: readonly string[] | null;
  /** As `scopes`. */
  readonly accessRights: AccessRights | null;
  /** The calling key; null for people. */
  readonly apiKey: CallingKey | null;
}

/** Null where the authorizer does not tell who it is. */
export function readPrincipal(context: AuthorizerContext): Principal | null {
  const { userId, via, apiKeyId } = context;
  if (!userId || (via !== 'jwt' && via !== 'api-key')) return null;
  return {
    userId,
    via,
    roles: (readJson(context.roles) ?? []) as string[],
    scopes: readJson(context.scopes) as string[] | null,
    accessRights: readJson(context.accessRights) as AccessRights | null,
    apiKey: apiKeyId
      ? {
          id: apiKeyId,
          name: context.apiKeyName ?? '',
          keyPrefix: context.keyPrefix ?? '',
          type: context.apiKeyType === 'admin' ? 'admin' : 'end-user',
          expiresAt: context.apiKeyExpiresAt || null,
        }
      : null,
  };
}
