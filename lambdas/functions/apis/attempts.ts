import type { GatewayStage } from '../../contract/protected-api.ts';
import {
  type Beginning,
  changeApi,
  createApi,
  deleteApi,
  giveBackApi,
  leaveFormerStage,
  takeOverApi,
} from '../../domain/apis/api-lifecycle.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../domain/apis/protected-api.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import { Problem } from '../../domain/problem.ts';
import { momentOf } from '../moment.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';

/** What every change of a registration works with, whoever asks for it. */
export type RegistrationDependencies = Pick<ProtectedApiDependencies, 'apis' | 'clock' | 'random'>;

/** What came of an attempt; undefined where another was faster, and it has to be made anew. */
type Attempt<T> = Promise<T | undefined>;

/** @throws Problem `CONFLICT` for a stage of another API */
export async function attemptCreate(
  name: string,
  fields: ProtectedApiFields,
  origin: Origin,
  deps: RegistrationDependencies,
  beginning?: Beginning,
): Attempt<ProtectedApi> {
  const { apis } = deps;
  await refuseTakenStage([name], fields.gateway, deps);
  const head = await apis.chainHead(name);
  const transition = createApi(name, fields, head, origin, momentOf(deps), beginning);
  const outcome = await apis.create(transition);
  return outcome.kind === 'committed' ? transition.api : undefined;
}

/** @throws Problem `CONFLICT` for a stage of another API */
export async function attemptChange(
  found: ProtectedApi,
  fields: ProtectedApiFields,
  origin: Origin,
  deps: RegistrationDependencies,
  managedBy = found.managedBy,
): Attempt<ProtectedApi> {
  const transition = changeApi(found, fields, origin, momentOf(deps), managedBy);
  if (transition === null) return found;
  await refuseTakenStage([found.name], fields.gateway, deps);
  const outcome = await deps.apis.update(found, transition);
  return outcome.kind === 'committed' ? transition.api : undefined;
}

/** For a resource that comes in the place of the one that manages the API: its stage stays the same. */
export async function attemptTakeOver(
  found: ProtectedApi,
  fields: ProtectedApiFields,
  managedBy: string,
  origin: Origin,
  deps: RegistrationDependencies,
): Attempt<ProtectedApi> {
  const transition = takeOverApi(found, fields, managedBy, origin, momentOf(deps));
  if (transition === null) return found;
  const outcome = await deps.apis.update(found, transition);
  return outcome.kind === 'committed' ? transition.api : undefined;
}

/** Another name for what has the stage: calls are judged by the routes of before as long as deployments carry their hash. */
export async function attemptRename(
  found: ProtectedApi,
  name: string,
  fields: ProtectedApiFields,
  managedBy: string,
  origin: Origin,
  deps: RegistrationDependencies,
): Attempt<ProtectedApi> {
  const { apis } = deps;
  await refuseTakenStage([found.name, name], fields.gateway, deps);
  const isReplaced = fields.current.hash !== found.current.hash;
  const previous = isReplaced ? found.current : found.previous;
  const head = await apis.chainHead(name);
  const transition = createApi(name, fields, head, origin, momentOf(deps), { managedBy, previous });
  const outcome = await apis.rename(found, deleteApi(found, origin, momentOf(deps)), transition);
  return outcome.kind === 'committed' ? transition.api : undefined;
}

/** Ends what a resource manages: one that had taken the API over gives it back. */
export async function attemptRelease(
  found: ProtectedApi,
  origin: Origin,
  deps: RegistrationDependencies,
): Attempt<true> {
  const transition = giveBackApi(found, origin, momentOf(deps));
  if (transition === null) return attemptDelete(found, origin, deps);
  const outcome = await deps.apis.update(found, transition);
  return outcome.kind === 'committed' ? true : undefined;
}

export async function attemptDelete(
  found: ProtectedApi,
  origin: Origin,
  deps: RegistrationDependencies,
): Attempt<true> {
  const outcome = await deps.apis.remove(found, deleteApi(found, origin, momentOf(deps)));
  return outcome.kind === 'committed' ? true : undefined;
}

export async function attemptLeaveFormerStage(
  found: ProtectedApi,
  origin: Origin,
  deps: RegistrationDependencies,
): Attempt<true> {
  const transition = leaveFormerStage(found, origin, momentOf(deps));
  if (transition === null) return true;
  const outcome = await deps.apis.update(found, transition);
  return outcome.kind === 'committed' ? true : undefined;
}

async function refuseTakenStage(
  names: readonly string[],
  stage: GatewayStage,
  { apis }: Pick<RegistrationDependencies, 'apis'>,
): Promise<void> {
  const holder = await apis.holderOf(stage);
  if (holder === null || names.includes(holder)) return;
  throw new Problem('CONFLICT', { detail: `The stage belongs to the API ${holder}` });
}
