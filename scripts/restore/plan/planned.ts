import type { ProtectedApi } from '../../../lambdas/domain/apis/protected-api.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import type { Role } from '../../../lambdas/domain/people/role.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import type { RegistryKey } from '../../../lambdas/store/keys.ts';

/** What Credentials lacks of a record that Registry has. */
export interface Half {
  readonly record: RegistryKey;
  readonly version: number;
  readonly item: Readonly<Record<string, unknown>> & { readonly pk: string };
}

/** A key that comes back. */
export interface PlannedKey {
  readonly key: ApiKey;
  /** Attributes of its record in the copy; of the key's own fields, `key` has the right ones. */
  readonly item: Readonly<Record<string, unknown>>;
  /** False where nobody knows its current secret: it needs a rotation. */
  readonly isSecretKnown: boolean;
  /** The live tables count it as its user's already. */
  readonly isCounted: boolean;
}

/** What the log has made after the copy, and what only the lost tables had a part of: a key its hash, a webhook its URL. */
export interface Lost {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly createdAt: number;
}

/** What is to be written, and what an operator has to know. */
export interface Plan {
  /** Their `holders` are the live users that hold them. */
  readonly roles: readonly Role[];
  /** Live users that hold the role `admin` and are active: what a restored role `admin` begins to count with. */
  readonly activeAdministrators: number;
  /** Their `keyCount` are the live keys that they have. */
  readonly users: readonly User[];
  readonly keys: readonly PlannedKey[];
  /** Keys of the copy that are past their retention: of them only the end of the chain is written. */
  readonly purged: readonly ApiKey[];
  /** A former stage is theirs only where the live Credentials still has it. */
  readonly apis: readonly ProtectedApi[];
  readonly halves: readonly Half[];
  /** Their owners are live or come back, and have as many as one may have. */
  readonly webhooks: readonly Endpoint[];
  readonly lost: readonly Lost[];
  readonly lostWebhooks: readonly Lost[];
  /** Targets of the copy or the log that the live tables have, and that have ended. */
  readonly present: number;
  readonly ended: number;
  /** What is in doubt and comes back without effect, or not at all: for somebody to look at. */
  readonly doubts: readonly string[];
  /** `pk` of live targets whose chain is not the one of copy and log: nothing is written to them. */
  readonly foreign: ReadonlySet<string>;
}
