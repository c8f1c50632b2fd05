import type { SecretHash } from '../../lambdas/contract/brands.ts';
import type {
  CredentialItem,
  ProtectedApiItem,
  RoleDefinitionItem,
  UserStateItem,
} from '../../lambdas/contract/credential-items.ts';
import type { ProtectedApi } from '../../lambdas/domain/apis/protected-api.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import type { Role } from '../../lambdas/domain/people/role.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import type { Endpoint } from '../../lambdas/domain/webhooks/endpoint.ts';

/** A key, and its record with what others than management have written into it. */
export interface StoredKey {
  readonly key: ApiKey;
  readonly item: Readonly<Record<string, unknown>>;
}

/** What a pair of tables, Registry and Credentials, holds. */
export interface Snapshot {
  /** By id. */
  readonly keys: ReadonlyMap<string, StoredKey>;
  readonly users: ReadonlyMap<string, User>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly apis: ReadonlyMap<string, ProtectedApi>;
  readonly webhooks: ReadonlyMap<string, Endpoint>;
  /** Names of the protected APIs that have stages, by the `pk` of the guard. */
  readonly stages: ReadonlyMap<string, string>;
  /** Ids of the keys that each user counts. */
  readonly countedKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of the keys that hold names, by the `pk` of the guard. */
  readonly names: ReadonlyMap<string, string>;
  /** The newest events of each target, by its `pk` in Registry: as many as the reader was asked to keep. */
  readonly events: ReadonlyMap<string, readonly AuditEvent[]>;
  /** By the hash of the secret. */
  readonly credentials: ReadonlyMap<SecretHash, CredentialItem>;
  readonly userStates: ReadonlyMap<string, UserStateItem>;
  readonly roleDefinitions: ReadonlyMap<string, RoleDefinitionItem>;
  /** What the gateway authorizer sees of stages, by its `pk`. */
  readonly protectedStages: ReadonlyMap<string, ProtectedApiItem>;
}
