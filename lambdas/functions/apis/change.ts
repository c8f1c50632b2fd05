import type * as z from 'zod';
import type { GatewayStage } from '../../contract/protected-api.ts';
import { changeApi, createApi as newApiOf, deleteApi as lastEvent } from '../../domain/apis/api-lifecycle.ts';
import { requirementsLost } from '../../domain/apis/loosening.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../domain/apis/protected-api.ts';
import { routeSetOf } from '../../domain/apis/route-set.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { holdsAllScopes } from '../../domain/permissions/permissions.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation, success } from '../../gateway/operation.ts';
import type { Principal } from '../../gateway/principal.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findApi } from './find.ts';
import { presentApi, versionHeaders } from './present.ts';
import { apiDefinition, newApi, protectedApi } from './schemas.ts';

export const registerApi = operation(
  'registerApi',
  (settings) => ({
    summary: 'Register a protected API',
    description:
      'Its stage answers to the keys of this deployment within ten seconds, once its gateway asks the gateway ' +
      'authorizer. Calls to routes that are not listed are refused.',
    tag: 'Protected APIs',
    body: newApi(settings),
    success: success(201, protectedApi, 'ETag', 'Location'),
    problems: ['NAME_TAKEN', 'CONFLICT'],
    example: { request: examples.newApi, answer: examples.api },
  }),
  async (request, deps: ProtectedApiDependencies) => {
    const { apis } = deps;
    const { name, ...body } = request.body;
    const fields = fieldsOf(body);
    checkAccount(fields.gateway, deps);
    const created = await untilSettled(deps, async () => {
      if ((await apis.get(name)) !== null) throw new Problem('NAME_TAKEN');
      await refuseTakenStage(name, fields.gateway, deps);
      const head = await apis.chainHead(name);
      const transition = newApiOf(name, fields, head, originOf(request), momentOf(deps));
      const outcome = await apis.create(transition);
      return outcome.kind === 'committed' ? transition.api : undefined;
    });
    const Location = `${request.url}/${name}`;
    return { body: presentApi(created), headers: { ...versionHeaders(created), Location } };
  },
);

export const replaceApi = operation(
  'replaceApi',
  (settings) => ({
    summary: 'Replace the definition of a protected API',
    description:
      'Replaces the definition whole; effective within ten seconds. Whoever removes or loosens what a route requires ' +
      'must hold it: a route that is no longer listed, another stage and a weaker `enforcement` are that too. What CDK ' +
      'manages is changed by CDK, and in an emergency by administrators.',
    tag: 'Protected APIs',
    body: apiDefinition(settings),
    success: success(200, protectedApi, 'ETag'),
    problems: ['CONFLICT'],
    changes: true,
    example: { request: examples.definition, answer: examples.replaced },
  }),
  async (request, deps: ProtectedApiDependencies) => {
    const fields = fieldsOf(request.body);
    const changed = await untilSettled(deps, async () => {
      const found = await findApi(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      checkAccount(fields.gateway, deps);
      checkLoosening(callerOf(request), found, fields);
      const transition = changeApi(found, fields, originOf(request), momentOf(deps));
      if (transition === null) return found;
      await refuseTakenStage(found.name, fields.gateway, deps);
      const outcome = await deps.apis.update(found, transition);
      return outcome.kind === 'committed' ? transition.api : undefined;
    });
    return { body: presentApi(changed), headers: versionHeaders(changed) };
  },
);

export const deleteApi = operation(
  'deleteApi',
  {
    summary: 'Delete a protected API',
    description:
      'Every call to its stage is refused within ten seconds, as long as the gateway asks. Whoever deletes it must hold ' +
      'all that its routes require.',
    tag: 'Protected APIs',
    success: noContent,
    changes: true,
  },
  async (request, deps: ProtectedApiDependencies) => {
    await untilSettled(deps, async () => {
      const found = await findApi(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      checkLoosening(callerOf(request), found, null);
      const outcome = await deps.apis.remove(found, lastEvent(found, originOf(request), momentOf(deps)));
      return outcome.kind === 'committed' ? true : undefined;
    });
    return { body: undefined };
  },
);

type Definition = z.output<ReturnType<typeof apiDefinition>>;

function fieldsOf(body: Definition): ProtectedApiFields {
  return {
    description: body.description ?? '',
    enforcement: body.enforcement ?? 'deny',
    people: body.people ?? false,
    unauthenticated: body.unauthenticated ?? '403',
    gateway: body.gateway,
    current: routeSetOf(body.routes),
  };
}

function checkAccount({ accountId }: GatewayStage, { gatewayAccounts }: ProtectedApiDependencies): void {
  if (gatewayAccounts.includes(accountId)) return;
  throw invalid('gateway.accountId', 'Must be the account of this deployment, or one of protectedAccounts');
}

/** @throws Problem `INSUFFICIENT_PERMISSIONS` for what CDK manages, and for requirements that the caller does not meet */
function checkLoosening(caller: Principal, before: ProtectedApi, after: ProtectedApiFields | null): void {
  if (before.managedBy !== null && !holdsAllScopes(caller.permissions)) {
    const detail = 'CDK manages this API: change it there. Administrators can change it here';
    throw new Problem('INSUFFICIENT_PERMISSIONS', { detail, missingScopes: ['*'] });
  }
  const refusal = refuseGrant(caller, requirementsLost(before, after));
  if (refusal !== null) throw refusal;
}

async function refuseTakenStage(
  name: string,
  stage: GatewayStage,
  { apis }: ProtectedApiDependencies,
): Promise<void> {
  const holder = await apis.holderOf(stage);
  if (holder === null || holder === name) return;
  throw new Problem('CONFLICT', { detail: `The stage belongs to the API ${holder}` });
}
