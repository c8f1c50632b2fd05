import { keyPermissions, type Permissions } from '../domain/permissions/permissions.ts';

export type KeyPermissions = typeof keyPermissions;

/** Characters of JSON, of all restrictions and outcomes that are kept; in memory they take a few times as many bytes. */
const maxCharacters = 4_000_000;
/** What an outcome counts for at the least, so that there are never more than 10,000 of them. */
const leastCharacters = 400;

/**
 * `keyPermissions`, which intersects once for the same role definitions and the same restriction, since that takes 12 µs
 * with one project and 400 µs with forty. Outcomes are found by what they follow from: the object that the role cache
 * gives as long as no definition changes, and the restriction as it was just read. They are not found by the key, so
 * one whose restriction was changed never meets what it could do before.
 */
export function createKeyPermissions(): KeyPermissions {
  let outcomes = new WeakMap<Permissions, Map<string, Permissions>>();
  let characters = 0;

  function remember(granted: Permissions, text: string, outcome: Permissions): void {
    const size = Math.max(leastCharacters, text.length + JSON.stringify(outcome).length);
    if (characters + size > maxCharacters) {
      outcomes = new WeakMap();
      characters = 0;
    }
    characters += size;
    const known = outcomes.get(granted);
    if (known === undefined) outcomes.set(granted, new Map([[text, outcome]]));
    else known.set(text, outcome);
  }

  return (granted, restriction) => {
    const { scopes, accessRights } = restriction;
    // A member that is missing is not one that is null: such an item is damaged, and grants nothing.
    const text = JSON.stringify({ scopes, accessRights });
    const known = outcomes.get(granted)?.get(text);
    if (known !== undefined) return known;
    const outcome = keyPermissions(granted, restriction);
    remember(granted, text, outcome);
    return outcome;
  };
}
