import { isDeepStrictEqual } from 'node:util';
import { type ProtectedApiItem, protectedApiItemKey } from '../../../lambdas/contract/credential-items.ts';
import type { ProtectedApi } from '../../../lambdas/domain/apis/protected-api.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';
import { stageGuardKey } from '../../../lambdas/store/keys.ts';
import { toAuthorizerItem } from '../../../lambdas/store/protected-api-item.ts';
import { replayApi } from '../replay/replay-api.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Situation } from './situation.ts';
import type { Targets } from './targets.ts';

/** The protected APIs that the live tables lack, as they were last; those in doubt let no call through. */
export function planApis({ copy, live }: Situation, targets: Targets): ProtectedApi[] {
  const settled = targets.missing('api').flatMap((name) => {
    const found = targets.settle('api', name, copy.apis.get(name), replayApi);
    return found === null ? [] : [found];
  });
  const holders = holdersIn(live);
  const planned: ProtectedApi[] = [];
  // Of two that say that a stage is theirs, the later one has it.
  for (const { state, doubt } of settled.toSorted((a, b) => b.state.updatedAt - a.state.updatedAt)) {
    const { name, gateway } = state;
    const holder = holders.get(stageGuardKey(gateway).pk) ?? name;
    if (holder !== name) {
      targets.doubt('api', name, `its stage belongs to the API ${holder}; it does not come back`);
      continue;
    }
    holders.set(stageGuardKey(gateway).pk, name);
    const odd = differsFromLive(state, live) ? 'Credentials still has it otherwise than the log' : null;
    const unclear = doubt ?? odd;
    if (unclear !== null) targets.doubt('api', name, `${unclear}; it comes back without a route`);
    const former = formerThatLasts(state, live, targets);
    planned.push(unclear === null ? { ...state, former } : withoutRoutes({ ...state, former }));
  }
  for (const api of live.apis.values()) formerThatLasts(api, live, targets);
  doubtStagesWithoutRecord(live, planned, targets);
  return planned.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of the APIs that the live tables say have stages, by the `pk` of the guard. */
function holdersIn({ stages, protectedStages }: Snapshot): Map<string, string> {
  const seen = [...protectedStages.values()].map(
    (item) => [stageGuardKey(stageOf(item)).pk, item.name] as const,
  );
  return new Map([...seen, ...stages]);
}

function stageOf({ pk }: ProtectedApiItem): ProtectedApi['gateway'] {
  const [accountId = '', apiId = '', stage = ''] = pk.slice(pk.indexOf('#') + 1).split('/');
  return { accountId, apiId, stage };
}

/** True where Credentials still has the stage, with other content than the API would give it. */
function differsFromLive(api: ProtectedApi, { protectedStages }: Snapshot): boolean {
  const stored = protectedStages.get(protectedApiItemKey(api.gateway).pk);
  // The log does not tell which routes an API had before it was renamed.
  const compared = (item: ProtectedApiItem) => ({ ...item, previous: null });
  return stored !== undefined && !isDeepStrictEqual(compared(stored), compared(toAuthorizerItem(api)));
}

/** Every call is `ROUTE_UNKNOWN`, and nothing else comes back with a roll-back. */
function withoutRoutes(api: ProtectedApi): ProtectedApi {
  const former = api.former?.protection === undefined ? api.former : null;
  return { ...api, enforcement: 'deny', current: routeSetOf([]), previous: null, former };
}

/** Only Credentials knows the routes of a former stage: where it is lost, calls to that are refused. */
function formerThatLasts(
  { name, former }: ProtectedApi,
  { protectedStages }: Snapshot,
  targets: Targets,
): ProtectedApi['former'] {
  if (former === null || former.protection !== undefined) return former;
  const { pk } = protectedApiItemKey(former.gateway);
  if (protectedStages.get(pk)?.name === name) return former;
  targets.doubt('api', name, `its former stage ${pk} does not come back: end the deployment that leaves it`);
  return null;
}

function doubtStagesWithoutRecord(
  { apis, protectedStages }: Snapshot,
  planned: readonly ProtectedApi[],
  targets: Targets,
): void {
  const known = new Set([...apis.keys(), ...planned.map(({ name }) => name)]);
  for (const { pk, name } of protectedStages.values()) {
    if (!known.has(name)) targets.doubt('api', name, `Credentials still has its stage ${pk}`);
  }
}
