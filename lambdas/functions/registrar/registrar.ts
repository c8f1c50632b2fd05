import { isDeepStrictEqual } from 'node:util';
import type { DeploymentSettings } from '../../contract/settings.ts';
import type { ProtectedApi } from '../../domain/apis/protected-api.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import { Problem } from '../../domain/problem.ts';
import { untilSettled } from '../../store/transaction.ts';
import {
  attemptChange,
  attemptCreate,
  attemptLeaveFormerStage,
  attemptRelease,
  attemptRename,
  attemptTakeOver,
  type RegistrationDependencies,
} from '../apis/attempts.ts';
import { type ResourceRequest } from '../custom-resource.ts';
import {
  isSameButLogicalId,
  nameIn,
  physicalIdOf,
  readRegistration,
  type Registration,
} from './registration.ts';

export interface RegistrarDependencies extends RegistrationDependencies {
  readonly settings: Pick<DeploymentSettings, 'scopes'>;
  /** Accounts whose gateways can be protected. */
  readonly gatewayAccounts: readonly string[];
}

/** The physical ids of a registration: what it is, and what it was before an update. */
interface Ids {
  readonly id: string;
  readonly formerId: string;
}

/**
 * Does what CloudFormation asks for, any number of times. A stack changes what carries its own physical id only: of two
 * that register the same name or stage, the second is refused, and takes nothing away when it is rolled back. Within a
 * stack a resource takes over what another one has registered of the same name and stage, and gives it back when it is
 * deleted before the other is.
 *
 * @throws Problem that says why the deployment fails
 */
export async function register(request: ResourceRequest, deps: RegistrarDependencies): Promise<void> {
  const origin = originOf(request);
  if (request.RequestType === 'Delete') {
    await remove(deletedId(request), origin, deps);
    return;
  }
  const { ResourceProperties, OldResourceProperties = ResourceProperties } = request;
  const registration = readRegistration(ResourceProperties, deps.settings, deps.gatewayAccounts);
  const id = physicalIdOf(ResourceProperties, request);
  const ids = { id, formerId: physicalIdOf(OldResourceProperties, request) };
  await untilSettled(deps, () => attempt(registration, ids, origin, deps));
}

async function attempt(
  { name, fields }: Registration,
  { id, formerId }: Ids,
  origin: Origin,
  deps: RegistrarDependencies,
): Promise<ProtectedApi | undefined> {
  const found = await deps.apis.get(name);
  if (found !== null) {
    if (found.managedBy === id || found.managedBy === formerId)
      return attemptChange(found, fields, origin, deps, id);
    // A resource that is called otherwise in its template is made before the former one is deleted.
    const isSuccessor =
      isDeepStrictEqual(found.gateway, fields.gateway) && isSameButLogicalId(found.managedBy, id);
    if (isSuccessor) return attemptTakeOver(found, fields, id, origin, deps);
    throw taken(found);
  }
  const former = await deps.apis.get(nameIn(formerId));
  const isRenamed = former?.managedBy === formerId && isDeepStrictEqual(former.gateway, fields.gateway);
  if (former !== null && isRenamed) return attemptRename(former, name, fields, id, origin, deps);
  return attemptCreate(name, fields, origin, deps, { managedBy: id, previous: null });
}

/** CloudFormation makes up an id where it got no answer to a Create that may have been done. */
function deletedId(request: ResourceRequest): string {
  const { PhysicalResourceId: given, ResourceProperties } = request;
  return given?.includes('|') === true ? given : physicalIdOf(ResourceProperties, request);
}

/** What another resource has registered under the name since stays. */
async function remove(id: string, origin: Origin, deps: RegistrarDependencies): Promise<void> {
  await untilSettled(deps, async () => {
    const found = await deps.apis.get(nameIn(id));
    if (found?.managedBy === id) return attemptRelease(found, origin, deps);
    if (found?.former?.managedBy === id) return attemptLeaveFormerStage(found, origin, deps);
    return true;
  });
}

function taken({ name, managedBy }: ProtectedApi): Problem {
  const by = managedBy === null ? 'over HTTP' : `by ${managedBy}`;
  return new Problem('NAME_TAKEN', { detail: `An API ${name} is registered ${by}` });
}

function originOf({ RequestId }: ResourceRequest): Origin {
  const actor = { userId: 'system', via: 'system' } as const;
  return { actor, sourceIp: null, userAgent: null, requestId: RequestId };
}
