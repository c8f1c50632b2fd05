import { may } from '../api/principal.ts';
import { isEmptyPart, type Limits, type Permissions, permissionChange } from './permission-change.ts';

/** Limits of a key that are no wider than its own, and leave it what it used. */
export function narrowedTo(used: Permissions, own: Limits): Limits {
  const held = { scopes: [], accessRights: own.accessRights ?? {} };
  const isWithin =
    own.accessRights === null ||
    isEmptyPart(permissionChange(held, { scopes: [], accessRights: used.accessRights }).given);
  return {
    scopes: used.scopes.filter((scope) => own.scopes === null || may({ scopes: own.scopes }, scope)),
    // What it used before its rights became others is not given back.
    accessRights: isWithin ? used.accessRights : own.accessRights,
  };
}
