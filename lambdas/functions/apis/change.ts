import { requirementsLost } from '../../domain/apis/loosening.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../domain/apis/protected-api.ts';
import { refuseGrant } from '../../domain/keys/giving.ts';
import { holdsAllScopes } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation, success } from '../../gateway/operation.ts';
import type { Principal } from '../../gateway/principal.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { attemptChange, attemptCreate, attemptDelete } from './attempts.ts';
import { fieldsOf } from './definition.ts';
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
    const { name, ...body } = request.body;
    const fields = fieldsOf(body, deps);
    const created = await untilSettled(deps, async () => {
      if ((await deps.apis.get(name)) !== null) throw new Problem('NAME_TAKEN');
      return attemptCreate(name, fields, originOf(request), deps);
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
    const changed = await untilSettled(deps, async () => {
      const found = await findApi(request, deps);
      checkIfMatch(request.ifMatch, found.version);
      const fields = fieldsOf(request.body, deps);
      checkLoosening(callerOf(request), found, fields);
      return attemptChange(found, fields, originOf(request), deps);
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
      return attemptDelete(found, originOf(request), deps);
    });
    return { body: undefined };
  },
);

/** @throws Problem `INSUFFICIENT_PERMISSIONS` for what CDK manages, and for requirements that the caller does not meet */
function checkLoosening(caller: Principal, before: ProtectedApi, after: ProtectedApiFields | null): void {
  if (before.managedBy !== null && !holdsAllScopes(caller.permissions)) {
    const detail = 'CDK manages this API: change it there. Administrators can change it here';
    throw new Problem('INSUFFICIENT_PERMISSIONS', { detail, missingScopes: ['*'] });
  }
  const refusal = refuseGrant(caller, requirementsLost(before, after));
  if (refusal !== null) throw refusal;
}
