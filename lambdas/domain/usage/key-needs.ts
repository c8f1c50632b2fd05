import { routes } from '../../contract/routes.ts';
import type { UsageEntry } from '../../contract/usage.ts';
import type { EnvironmentAction, ModuleRight } from '../permissions/access-rights.ts';
import { permissionsNeeded } from '../permissions/needs.ts';
import { type Permissions, unitePermissions } from '../permissions/permissions.ts';
import type { DeliveredCall } from './usage-chunk.ts';

/** One thing that a call needed: a scope, or an action on a module or an environment of a project. JSON, so that a set of them can be stored. */
export type NeedText = string;

/** What calls with one secret needed that were let through. */
export interface CallNeeds {
  readonly texts: readonly NeedText[];
  /** When the last of them was answered that nobody can tell the needs of, epoch milliseconds; null where there is none. */
  readonly untoldAtMs: number | null;
}

/** What is noted of what a key was needed for. Times are epoch milliseconds. */
export interface NotedNeeds {
  readonly texts: ReadonlySet<NeedText>;
  /** When noting began; null where it has not. */
  readonly sinceMs: number | null;
  /** The last call that nobody can tell the needs of, to a day; null where there was none. */
  readonly untoldAtMs: number | null;
  /** There were more than are noted, and none are any more. */
  readonly isFull: boolean;
}

/** What a key was needed for. */
export interface KeyNeeds extends Permissions {
  /** From then on every call that was let through told what it needed: epoch milliseconds. */
  readonly sinceMs: number;
}

/** A key's item stays within two write units, whatever it was needed for. */
export const needsBound = { texts: 32, bytes: 1_000 } as const;

const moduleActions: ReadonlySet<string> = new Set<ModuleRight>(['read', 'write']);
const environmentActions: ReadonlySet<string> = new Set<EnvironmentAction>(['read', 'execute', 'deploy']);

/**
 * Routes of this API whose scopes are all that a call of them needs. The others go by what the caller may do beside:
 * whose keys they show, or what is given.
 */
const plainRoutes: ReadonlySet<string> = new Set(
  routes
    .filter(({ method, scopes, operationId }) =>
      scopes.length > 0
        ? method === 'GET' || operationId === 'verifyApiKey'
        : operationId === 'getPrincipal' || operationId === 'getSettings' || operationId === 'listScopes',
    )
    .map(({ method, path }) => `${method} ${path}`),
);

/** What the calls needed of those that were let through; undefined where none was. */
export function needsIn(calls: readonly DeliveredCall[]): CallNeeds | undefined {
  const accepted = calls.map(({ entry }) => entry).filter(isAccepted);
  if (accepted.length === 0) return undefined;
  const told = accepted.map((entry) => ({ texts: textsOf(entry), atMs: Date.parse(entry.at) }));
  const untold = told.filter(({ texts }) => texts === null).map(({ atMs }) => atMs);
  return {
    texts: [...new Set(told.flatMap(({ texts }) => texts ?? []))],
    untoldAtMs: untold.length === 0 ? null : untold.reduce((left, right) => Math.max(left, right)),
  };
}

/** What is noted, as permissions; null where nobody can say what the key was needed for. */
export function permissionsIn({ texts, sinceMs, untoldAtMs, isFull }: NotedNeeds): KeyNeeds | null {
  if (sinceMs === null || isFull) return null;
  const needed = [...texts].flatMap((text) => readText(text) ?? []);
  return { ...unitePermissions(needed), sinceMs: Math.max(sinceMs, untoldAtMs ?? sinceMs) };
}

export function isBeyondBound(texts: Iterable<NeedText>): boolean {
  const all = [...texts];
  return all.length > needsBound.texts || Buffer.byteLength(all.join('')) > needsBound.bytes;
}

/** A call of this API that failed had passed what it needed. Elsewhere, what is refused can be let through to be observed. */
function isAccepted({ code, outcome, api }: UsageEntry): boolean {
  return code === 'VALID' || (outcome === 'error' && api === undefined);
}

/** Null where nobody can tell what the call needed. */
function textsOf(entry: UsageEntry): NeedText[] | null {
  const { needed, api, verified, method, path } = entry;
  if (needed === undefined) return null;
  const isOwn = api === undefined && verified !== true;
  if (isOwn && !plainRoutes.has(`${method} ${path}`)) return null;
  const { scopes, project, module, environment, action } = needed;
  // A service that asks for nothing decides by what it is told of the key.
  if (verified === true && scopes.length === 0 && action === undefined) return null;
  const rights =
    project === undefined || action === undefined
      ? []
      : module === undefined
        ? [[project, 'environment', environment, action]]
        : [[project, 'module', module, action]];
  const texts = [...scopes.map((scope) => [scope]), ...rights].map((each) => JSON.stringify(each));
  return texts.every((text) => readText(text) !== null) ? texts : null;
}

function readText(text: NeedText): Permissions | null {
  const parts: unknown = JSON.parse(text);
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [first = '', kind, name = '', action = ''] = parts;
  if (parts.length === 1) return permissionsNeeded({ scopes: [first] });
  if (kind === 'module' && moduleActions.has(action))
    return permissionsNeeded({ project: first, module: name, action: action as ModuleRight });
  if (kind === 'environment' && environmentActions.has(action))
    return permissionsNeeded({ project: first, environment: name, action: action as EnvironmentAction });
  return null;
}
