import { type RoleDefinitionItem, roleDefinitionKey } from '../contract/credential-items.ts';
import type { Permissions } from './permissions.ts';
import type { CredentialsReader } from './ports.ts';

/** How long a role's definition is served without another read: the one thing that may lag (design, section 3). */
const lifetimeMs = 10_000;
const maxEntries = 1_000;

interface Entry {
  readonly readAt: number;
  readonly grant: Promise<Permissions | null>;
}

/** Definitions of roles, each read at most once in ten seconds, once for all that wait for it, and never served past that. */
export interface RoleCache {
  /**
   * What the roles grant; one that does not exist grants nothing and is left out.
   *
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   */
  grantsOf(roles: readonly string[], deadlineMs: number): Promise<Permissions[]>;
}

export function createRoleCache(reader: CredentialsReader, now: () => number): RoleCache {
  const entries = new Map<string, Entry>();

  function refresh(roles: readonly string[], deadlineMs: number): Entry[] {
    const readAt = now();
    const answer = reader.read(roles.map(roleDefinitionKey), deadlineMs);
    if (entries.size + roles.length > maxEntries) entries.clear();
    return roles.map((role) => {
      const entry = { readAt, grant: answer.then((items) => toGrant(items.get(roleDefinitionKey(role).pk))) };
      entries.set(role, entry);
      // A failed read is not kept; whoever waits for it sees the failure.
      entry.grant.catch(() => {
        if (entries.get(role) === entry) entries.delete(role);
      });
      return entry;
    });
  }

  return {
    async grantsOf(roles, deadlineMs) {
      const oldest = now() - lifetimeMs;
      const known = roles.flatMap((role) => {
        const entry = entries.get(role);
        return entry !== undefined && entry.readAt > oldest ? [entry] : [];
      });
      const due = roles.filter((role) => (entries.get(role)?.readAt ?? oldest) <= oldest);
      const all = [...known, ...(due.length === 0 ? [] : refresh(due, deadlineMs))];
      const grants = await Promise.all(all.map(({ grant }) => grant));
      return grants.filter((grant) => grant !== null);
    },
  };
}

function toGrant(item: object | undefined): Permissions | null {
  if (item === undefined) return null;
  const { scopes, accessRights } = item as RoleDefinitionItem;
  return { scopes, accessRights };
}
