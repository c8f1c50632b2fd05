import {
  type ProtectedApiItem,
  protectedApiItemKey,
  type RouteSetText,
} from '../contract/credential-items.ts';
import type { FormerStage, ProtectedApi, Protection } from '../domain/apis/protected-api.ts';
import type { RouteSet } from '../domain/apis/route-set.ts';
import { type ChainAttributes, fromChainAttributes, toChainAttributes } from './chain-head.ts';
import { collections, protectedApiKey } from './keys.ts';

/** Fields with routes as texts. */
type Stored<Fields extends { readonly current: RouteSet }> = Omit<Fields, 'current'> & {
  readonly current: RouteSetText;
};
type StoredFormer = Omit<FormerStage, 'protection'> & { readonly protection?: Stored<Protection> };
type StoredApi = Stored<Omit<ProtectedApi, 'chain' | 'previous' | 'former'>> &
  ChainAttributes & { readonly previous: RouteSetText | null; readonly former: StoredFormer | null };

export function toProtectedApiItem({ chain, current, previous, former, ...fields }: ProtectedApi): object {
  return {
    ...protectedApiKey(fields.name),
    ...fields,
    current: toText(current),
    previous: previous === null ? null : toText(previous),
    former: former === null ? null : toStoredFormer(former),
    collection: collections.apis,
    collectionSort: fields.name,
    ...toChainAttributes(chain),
  };
}

export function fromProtectedApiItem(item: Record<string, unknown>): ProtectedApi {
  const stored = item as unknown as StoredApi;
  return {
    name: stored.name,
    description: stored.description,
    enforcement: stored.enforcement,
    people: stored.people,
    unauthenticated: stored.unauthenticated,
    gateway: stored.gateway,
    current: fromText(stored.current),
    previous: stored.previous === null ? null : fromText(stored.previous),
    managedBy: stored.managedBy,
    former: stored.former === null ? null : fromStoredFormer(stored.former),
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
    version: stored.version,
    chain: fromChainAttributes(stored),
  };
}

/** What the gateway authorizer sees of a protected API. */
export function toAuthorizerItem(api: ProtectedApi): ProtectedApiItem {
  const { name, enforcement, people, unauthenticated, gateway, current, previous } = api;
  return {
    ...protectedApiItemKey(gateway),
    name,
    enforcement,
    people,
    unauthenticated,
    current: toText(current),
    previous: previous === null ? null : toText(previous),
  };
}

function toStoredFormer({ protection, ...former }: FormerStage): StoredFormer {
  if (protection === undefined) return former;
  return { ...former, protection: { ...protection, current: toText(protection.current) } };
}

function fromStoredFormer({ protection, ...former }: StoredFormer): FormerStage {
  if (protection === undefined) return former;
  return { ...former, protection: { ...protection, current: fromText(protection.current) } };
}

function toText({ hash, routes }: RouteSet): RouteSetText {
  return { hash, routes: JSON.stringify(routes) };
}

function fromText({ hash, routes }: RouteSetText): RouteSet {
  return { hash, routes: JSON.parse(routes) as RouteSet['routes'] };
}
