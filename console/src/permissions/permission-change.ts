import type { AccessRights } from '@latchkey/client';
import { may } from '../api/principal.ts';

export interface Permissions {
  readonly scopes: readonly string[];
  readonly accessRights: AccessRights;
}

/** What a key adds to its user's permissions: null leaves them as they are. */
export interface Limits {
  readonly scopes: readonly string[] | null;
  readonly accessRights: AccessRights | null;
}

/** One right that has no parts. */
export interface Right {
  readonly project: string;
  readonly kind: 'module' | 'environment';
  readonly name: string;
  readonly action: 'read' | 'write' | 'execute' | 'deploy';
}

/** What a change gives, or takes. */
export interface Part {
  readonly scopes: readonly string[];
  readonly rights: readonly Right[];
}

export interface PermissionChange {
  readonly given: Part;
  readonly taken: Part;
}

/** What is granted after a change and was not before, and the other way round. Wildcards cover what they stand for. */
export function permissionChange(before: Permissions, after: Permissions): PermissionChange {
  return { given: beyond(before, after), taken: beyond(after, before) };
}

export function isEmptyPart({ scopes, rights }: Part): boolean {
  return scopes.length === 0 && rights.length === 0;
}

/** Whether a part can reach a key at all, within the key's own limits. */
export function reaches({ scopes, rights }: Part, limits: Limits): boolean {
  const own = limits.accessRights === null ? null : rightsIn(limits.accessRights);
  const isScope = scopes.some(
    // No key ever has it.
    (scope) =>
      scope !== 'permissions:escalate' &&
      (limits.scopes?.some((each) => covers(each, scope) || covers(scope, each)) ?? true),
  );
  return isScope || rights.some((right) => own?.some((each) => meets(each, right)) ?? true);
}

function beyond(held: Permissions, wanted: Permissions): Part {
  const known = rightsIn(held.accessRights);
  return {
    scopes: wanted.scopes.filter((scope) => !may(held, scope)),
    rights: rightsIn(wanted.accessRights).filter((right) => !known.some((each) => coversRight(each, right))),
  };
}

function covers(held: string, wanted: string): boolean {
  return may({ scopes: [held] }, wanted);
}

/** Every right by itself. */
export function rightsIn({ projects = {} }: AccessRights): Right[] {
  return Object.entries(projects).flatMap(([project, { modules = {}, environments = {} }]) => [
    ...Object.entries(modules).map(([name, action]): Right => ({ project, kind: 'module', name, action })),
    ...Object.entries(environments).flatMap(([name, actions]) =>
      actions.map((action): Right => ({ project, kind: 'environment', name, action })),
    ),
  ]);
}

function coversRight(held: Right, wanted: Right): boolean {
  const isWider = (pattern: string, name: string) => pattern === '*' || pattern === name;
  const isEnough = held.action === wanted.action || (held.action === 'write' && wanted.action === 'read');
  return (
    held.kind === wanted.kind &&
    isWider(held.project, wanted.project) &&
    isWider(held.name, wanted.name) &&
    isEnough
  );
}

/** Whether both have something in common. Who may write a module may read it. */
function meets(left: Right, right: Right): boolean {
  const common = (a: string, b: string) => a === b || a === '*' || b === '*';
  return (
    left.kind === right.kind &&
    common(left.project, right.project) &&
    common(left.name, right.name) &&
    (left.kind === 'module' || left.action === right.action)
  );
}
