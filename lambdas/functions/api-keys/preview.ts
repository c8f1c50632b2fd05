import { foresee } from '../../domain/keys/foresight.ts';
import { refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import { secretShape } from '../../domain/keys/secret-shape.ts';
import type { Restriction } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { operation, success } from '../../gateway/operation.ts';
import { problemBody } from '../../gateway/problem-body.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import { toCaller } from './access.ts';
import { changeAsked, planChange } from './change.ts';
import { checkNewKey, readKeyRequest } from './create.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { mayAskFor } from './new-key.ts';
import { apiKeyChanges, keyPreview, newApiKey } from './schemas.ts';

const common =
  'Nothing is changed, and no audit event tells of it. `refusal` is the problem that the real call would be answered ' +
  'with. A body that is not valid is refused here as there';

export const previewApiKey = operation(
  'previewApiKey',
  (settings) => ({
    summary: 'Say what minting an API key would come to',
    description:
      'Takes the body of `createApiKey`, and says whether the key would be minted and what it could do. ' +
      `${common}, and so is whoever may not mint keys for that user.`,
    tag: 'API keys',
    body: newApiKey(settings),
    success: success(200, keyPreview),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { request: examples.newKey, answer: examples.preview },
  }),
  async (request, deps: ApiKeyDependencies) => {
    const caller = await toCaller(callerOf(request), deps);
    const asked = readKeyRequest(request.body, caller.userId, deps);
    const outcome = await outcomeOf(async () => {
      const warnings = await checkNewKey(asked, caller, deps);
      if (await deps.keys.isNameTaken(asked.name, null)) throw new Problem('NAME_TAKEN');
      return warnings;
    });
    const refusal = outcome instanceof Problem ? outcome : null;
    if (refusal !== null && !mayAskFor(asked, caller)) throw refusal;
    const warnings = outcome instanceof Problem || outcome.length === 0 ? {} : { warnings: outcome };
    return { body: { ...(await describe(asked, refusal, request, deps)), ...warnings } };
  },
);

export const previewApiKeyChanges = operation(
  'previewApiKeyChanges',
  (settings) => ({
    summary: 'Say what changing an API key would come to',
    description:
      'Takes the body of `updateApiKey`, and says whether the change would be made and what the key could do then. ' +
      `${common}, and so is a calling key that may change no key.`,
    tag: 'API keys',
    body: apiKeyChanges(settings),
    success: success(200, keyPreview),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
    example: { request: examples.keyChanges, answer: examples.preview },
  }),
  async (request, deps: ApiKeyDependencies) => {
    const change = changeAsked(request.body, deps);
    const caller = await toCaller(callerOf(request), deps);
    const key = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
    checkIfMatch(request.ifMatch, key.version);
    const outcome = await outcomeOf(async () => {
      const transition = await planChange({ key, caller, request }, change, deps);
      if (transition === null) return key;
      if (await deps.keys.isNameTaken(transition.key.name, key.id)) throw new Problem('NAME_TAKEN');
      return transition.key;
    });
    const refusal = outcome instanceof Problem ? outcome : null;
    if (refusal !== null && refuseKeyWithoutManage(caller) !== null) throw refusal;
    const { userId } = key;
    return { body: await describe({ ...key, ...request.body, userId }, refusal, request, deps) };
  },
);

/** What comes of it, or the refusal by a rule; that a service cannot be reached is neither. */
async function outcomeOf<T>(run: () => Promise<T>): Promise<T | Problem> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return error;
    throw error;
  }
}

async function describe(
  wanted: Restriction & { readonly userId: string },
  refusal: Problem | null,
  { requestId, root }: ApiRequest<unknown, unknown>,
  { directory, settings }: ApiKeyDependencies,
) {
  const user = await directory.getUser(wanted.userId);
  const { grants, ...foreseen } = foresee(wanted, await directory.getGrants(user?.roles ?? []));
  const shape = secretShape([settings.prefix, ...settings.previousPrefixes]);
  return {
    refusal: refusal === null ? null : problemBody(refusal, requestId, root, shape),
    ...foreseen,
    grants: grants.map(({ name, ...granted }) => ({ role: name, ...granted })),
  };
}
