import type { Operations } from '../../gateway/operation.ts';
import { createApiToken } from './api-tokens.ts';
import { pauseApiKey, resumeApiKey, updateApiKey } from './change.ts';
import { countApiKeys } from './count.ts';
import { createApiKey } from './create.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { duplicateApiKey } from './duplicate.ts';
import { previewApiKey, previewApiKeyChanges } from './preview.ts';
import { getApiKey, listApiKeys } from './read.ts';
import { deleteApiKey } from './remove.ts';
import { revokeUserKeys } from './revoke.ts';
import { rotateApiKey } from './rotate.ts';

export const apiKeyOperations: Operations<'api-keys', ApiKeyDependencies> = {
  createApiKey,
  previewApiKey,
  listApiKeys,
  countApiKeys,
  getApiKey,
  updateApiKey,
  deleteApiKey,
  pauseApiKey,
  resumeApiKey,
  previewApiKeyChanges,
  rotateApiKey,
  duplicateApiKey,
  revokeUserKeys,
  createApiToken,
};
