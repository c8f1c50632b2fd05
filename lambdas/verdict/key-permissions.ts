import { keyPermissions, type Permissions, type Restriction } from '../domain/permissions/permissions.ts';

export type KeyPermissions = typeof keyPermissions;

const maxRemembered = 10_000;
/** Characters of JSON, of all restrictions and outcomes that are remembered: they take a few times as many bytes. */
const maxCharacters = 4_000_000;

/**
 * `keyPermissions`, which intersects once for the same role definitions and the same restriction, since that takes 12 µs
 * with one project and 400 µs with forty. Outcomes are found by what they follow from: the object that the role cache
 * gives as long as no definition changes, and the restriction as it was just read. They are not found by the key, so
 * one whose restriction was changed never meets what it could do before.
 */
export function createKeyPermissions(): KeyPermissions {
  let outcomes = new WeakMap<Permissions, Map<string, Permissions>>();
  let remembered = 0;
  let characters = 0;

  function remember(granted: Permissions, text: string, outcome: Permissions): void {
    const size = text.length + JSON.stringify(outcome).length;
    if (remembered >= maxRemembered || characters + size > maxCharacters) {
      outcomes = new WeakMap();
      [remembered, characters] = [0, 0];
    }
    remembered += 1;
    characters += size;
    const known = outcomes.get(granted);
    if (known === undefined) outcomes.set(granted, new Map([[text, outcome]]));
    else known.set(text, outcome);
  }

  return (granted, restriction) => {
    const text = textOf(restriction);
    const known = outcomes.get(granted)?.get(text);
    if (known !== undefined) return known;
    const outcome = keyPermissions(granted, restriction);
    remember(granted, text, outcome);
    return outcome;
  };
}

/** All of the restriction, and nothing else of the key. A member that is missing is not one that is null. */
function textOf({ scopes, accessRights }: Restriction): string {
  return scopes === null && accessRights === null ? '' : JSON.stringify({ scopes, accessRights });
}
