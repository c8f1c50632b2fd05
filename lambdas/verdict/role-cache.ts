import { type RoleDefinitionItem, roleDefinitionKey } from '../contract/credential-items.ts';
import { type Permissions, unitePermissions } from '../domain/permissions/permissions.ts';
import { note } from './bounded.ts';
import type { CredentialsReader } from './credentials-table.ts';

/** How long a role's definition is served without another read. Nothing else that takes rights away may lag. */
const lifetimeMs = 10_000;
const maxEntries = 1_000;

interface Entry {
  readonly readAt: number;
  /** Null for a role that does not exist; the answer itself as soon as it has come. */
  grant: Promise<Permissions | null> | Permissions | null;
}

/** Definitions of roles, each read at most once in ten seconds, once for all that wait for it, and never served past that. */
export interface RoleCache {
  /**
   * What the roles grant together; one that does not exist grants nothing.
   *
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   */
  permissionsOf(roles: readonly string[], deadlineMs: number): Promise<Permissions>;
}

/** Uniting takes longer than all else about a verdict, and users with the same roles share it. */
interface Union {
  readonly grants: readonly (Permissions | null)[];
  readonly permissions: Permissions;
}

export function createRoleCache(reader: CredentialsReader, now: () => number): RoleCache {
  const entries = new Map<string, Entry>();
  const definitions = new Map<string, Permissions>();
  const unions = new Map<string, Union>();

  /** The same object for as long as the definition is the same, so that what follows from it can be kept. */
  function toGrant(item: RoleDefinitionItem | undefined): Permissions | null {
    if (item === undefined) return null;
    const { scopes, accessRights } = item;
    const text = JSON.stringify({ scopes, accessRights });
    const known = definitions.get(text);
    if (known !== undefined) return known;
    return note(definitions, text, { scopes, accessRights }, maxEntries);
  }

  function refresh(roles: readonly string[], deadlineMs: number): ReadonlyMap<string, Entry> {
    const readAt = now();
    const answer = reader.read(roles.map(roleDefinitionKey), deadlineMs);
    if (entries.size + roles.length > maxEntries) entries.clear();
    const fresh = new Map<string, Entry>();
    for (const role of roles) {
      const grant = answer.then((items) =>
        toGrant(items.get(roleDefinitionKey(role).pk) as RoleDefinitionItem | undefined),
      );
      const entry: Entry = { readAt, grant };
      fresh.set(role, entry);
      entries.set(role, entry);
      grant.then(
        (answered) => {
          entry.grant = answered;
        },
        // A failed read is not kept; whoever waits for it sees the failure.
        () => {
          if (entries.get(role) === entry) entries.delete(role);
        },
      );
    }
    return fresh;
  }

  function unite(roles: readonly string[], grants: readonly (Permissions | null)[]): Permissions {
    const name = roles.join(' ');
    const known = unions.get(name);
    if (known?.grants.every((grant, at) => grant === grants[at]) === true) return known.permissions;
    const permissions = unitePermissions(grants.filter((grant) => grant !== null));
    return note(unions, name, { grants, permissions }, maxEntries).permissions;
  }

  return {
    async permissionsOf(roles, deadlineMs) {
      const oldest = now() - lifetimeMs;
      const used = new Map<string, Entry>();
      for (const role of roles) {
        const entry = entries.get(role);
        if (entry !== undefined && entry.readAt > oldest) used.set(role, entry);
      }
      const due = roles.filter((role) => !used.has(role));
      if (due.length > 0) for (const [role, entry] of refresh(due, deadlineMs)) used.set(role, entry);
      const grants: (Permissions | null)[] = [];
      for (const role of roles) {
        const grant = used.get(role)?.grant ?? null;
        // Nearly always it is there: then nothing waits.
        grants.push(grant instanceof Promise ? await grant : grant);
      }
      return unite(roles, grants);
    },
  };
}
