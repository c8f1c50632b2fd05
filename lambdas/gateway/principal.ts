import type { APIGatewayEventDefaultAuthorizerContext } from 'aws-lambda';
import type { ApiKeyId } from '../contract/brands.ts';
import type { AuthorizerContext } from '../contract/authorizer-context.ts';
import type { ProblemName } from '../contract/codes.ts';
import type { VerdictCode } from '../contract/verdicts.ts';
import type { AccessRights } from '../domain/permissions/access-rights.ts';
import type { ApiKeyType } from '../contract/api-key.ts';
import type { Permissions } from '../domain/permissions/permissions.ts';
import { Problem } from '../domain/problem.ts';

/** The authenticated caller, with effective permissions. */
export interface Principal {
  readonly userId: string;
  readonly via: 'jwt' | 'api-key';
  readonly roles: readonly string[];
  readonly permissions: Permissions;
  /** The calling key; null for people. */
  readonly apiKey: {
    readonly id: ApiKeyId;
    readonly name: string;
    readonly type: ApiKeyType;
    readonly expiresAt: string | null;
  } | null;
}

/** The same codes have another status about a person. */
const aboutPeople: Partial<Record<VerdictCode, ProblemName>> = {
  USER_DISABLED: 'personDisabled',
  USER_HAS_NO_ROLES: 'personWithoutRoles',
};

/** Reads the permissions that did not fit into the authorizer's answer. */
export type LoadPermissions = (userId: string, apiKeyId: ApiKeyId | null) => Promise<Permissions>;

/** @throws Problem with the authorizer's code, or `UNAUTHENTICATED` where no authorizer has answered */
export async function readPrincipal(
  authorizer: APIGatewayEventDefaultAuthorizerContext | null | undefined,
  loadPermissions: LoadPermissions,
): Promise<Principal> {
  const context = (authorizer ?? {}) as Partial<AuthorizerContext>;
  const { code, via, userId } = context;
  if (code === undefined || userId === undefined || via === undefined) throw new Problem('UNAUTHENTICATED');
  if (code !== 'VALID') throw new Problem(via === 'jwt' ? (aboutPeople[code] ?? code) : code);
  const apiKeyId = context.apiKeyId || null;
  return {
    userId,
    via,
    roles: JSON.parse(context.roles ?? '[]') as string[],
    permissions:
      context.scopes && context.accessRights
        ? {
            scopes: JSON.parse(context.scopes) as string[],
            accessRights: JSON.parse(context.accessRights) as AccessRights,
          }
        : await loadPermissions(userId, apiKeyId),
    apiKey:
      apiKeyId === null
        ? null
        : {
            id: apiKeyId,
            name: context.apiKeyName ?? '',
            type: context.apiKeyType === 'admin' ? 'admin' : 'end-user',
            expiresAt: context.apiKeyExpiresAt || null,
          },
  };
}
