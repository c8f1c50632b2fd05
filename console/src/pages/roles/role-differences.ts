import type { Difference } from '../../forms/changed-meanwhile.tsx';
import { rightLines } from '../../permissions/right-lines.ts';
import { texts } from '../../texts/texts.ts';
import type { RoleValues } from './role-form.tsx';

/** The fields in which two versions of a role are not the same. */
export function differencesOf(theirs: RoleValues, mine: RoleValues): readonly Difference[] {
  const { roles, scopes, rights } = texts;
  const sorted = (lines: readonly string[]) => [...lines].toSorted((a, b) => a.localeCompare(b)).join('\n');
  const fields: readonly [string, (role: RoleValues) => string][] = [
    [roles.columns.description, ({ description }) => description],
    [scopes.title, (role) => sorted(role.scopes)],
    [rights.title, ({ accessRights }) => sorted(rightLines(accessRights))],
  ];
  return fields
    .map(([field, read]) => ({ field, theirs: read(theirs), mine: read(mine) }))
    .filter((difference) => difference.theirs !== difference.mine);
}
