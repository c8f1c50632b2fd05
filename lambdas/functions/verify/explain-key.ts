import { credentialOf } from '../../domain/keys/credential.ts';
import { permissionsNeeded } from '../../domain/permissions/needs.ts';
import { Problem } from '../../domain/problem.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { refuse } from './refuse.ts';
import { explanation, keyTest } from './schemas.ts';

export const testApiKey = operation(
  'testApiKey',
  {
    summary: 'Explain what a call with an API key would meet',
    description:
      'Every check, whether it would pass or not: without the secret of the key, and at no cost to its limit.',
    tag: 'Verification',
    body: keyTest,
    success: success(200, explanation),
    example: { request: examples.keyTest, answer: examples.explanation },
  },
  async (request, { keys, explainKey, settings }: VerifyDependencies) => {
    const { body } = request;
    const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
    const asked = { sourceIp: body.sourceIp ?? null, requested: permissionsNeeded(body) };
    const credential = credentialOf(key, settings.retentionDays);
    const checks = await explainKey(credential, asked, body.cost).catch(refuse);
    if (checks === null) throw new Problem('NOT_FOUND');
    return { body: { valid: checks.every(({ ok }) => ok), checks } };
  },
);
