import type { Plaintext } from '../../lambdas/contract/brands.ts';
import {
  type CredentialItem,
  credentialKey,
  type ProtectedApiItem,
  protectedApiItemKey,
  type RoleDefinitionItem,
  roleDefinitionKey,
  type RouteSetText,
  type UserStateItem,
  userStateKey,
} from '../../lambdas/contract/credential-items.ts';
import type { GatewayStage } from '../../lambdas/contract/protected-api.ts';
import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { aCredential } from './memory-records.ts';

/** A Credentials table in memory that counts its round trips. */
export class MemoryCredentials implements CredentialsReader {
  readonly items = new Map<string, object>();
  /** The keys that each round trip asked for. */
  readonly reads: string[][] = [];
  /** Runs in every round trip, before its answer. */
  interfere: () => Promise<void> | void = () => {};

  async read(keys: readonly { readonly pk: string }[]): Promise<ReadonlyMap<string, object>> {
    this.reads.push(keys.map(({ pk }) => pk));
    await this.interfere();
    return new Map(
      keys.flatMap(({ pk }) => {
        const item = this.items.get(pk);
        return item === undefined ? [] : [[pk, item] as const];
      }),
    );
  }

  /** Round trips since this was last asked. */
  takeReads(): string[][] {
    return this.reads.splice(0);
  }

  putCredential(plaintext: Plaintext, fields: Partial<CredentialItem> = {}): void {
    const { goneAt: _, ...credential } = aCredential();
    this.#put({ ...credentialKey(hashSecret(plaintext)), ...credential, ...fields });
  }

  removeCredential(plaintext: Plaintext): void {
    this.items.delete(credentialKey(hashSecret(plaintext)).pk);
  }

  putUser(userId: string, fields: Partial<UserStateItem> = {}): void {
    this.#put({ ...userStateKey(userId), status: 'active', roles: ['developer'], version: 1, ...fields });
  }

  removeRole(name: string): void {
    this.items.delete(roleDefinitionKey(name).pk);
  }

  putRole(name: string, fields: Partial<RoleDefinitionItem> = {}): void {
    this.#put({ ...roleDefinitionKey(name), scopes: ['database:*'], accessRights: {}, ...fields });
  }

  putApi(
    stage: GatewayStage,
    routes: readonly ProtectedRoute[],
    fields: Partial<ProtectedApiItem> = {},
  ): void {
    this.#put({
      ...protectedApiItemKey(stage),
      name: 'orders',
      enforcement: 'deny',
      people: false,
      unauthenticated: '403',
      current: textOf(routes),
      previous: null,
      ...fields,
    });
  }

  removeApi(stage: GatewayStage): void {
    this.items.delete(protectedApiItemKey(stage).pk);
  }

  #put(item: CredentialItem | UserStateItem | RoleDefinitionItem | ProtectedApiItem): void {
    this.items.set(item.pk, item);
  }
}

/** Routes as they are stored. */
export function textOf(routes: readonly ProtectedRoute[]): RouteSetText {
  const set = routeSetOf(routes);
  return { hash: set.hash, routes: JSON.stringify(set.routes) };
}
