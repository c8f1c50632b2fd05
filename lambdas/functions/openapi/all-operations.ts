import type { OperationId } from '../../contract/routes.ts';
import type { Operation } from '../../gateway/operation.ts';
import { apiKeyOperations } from '../api-keys/operations.ts';
import { apiOperations } from '../apis/operations.ts';
import { directoryOperations } from '../directory/operations.ts';
import { readOperations } from '../reads/operations.ts';
import { verifyOperations } from '../verify/operations.ts';
import { webhookOperations } from '../webhooks/operations.ts';

export const operations: { readonly [Id in OperationId]: Operation<Id> } = {
  ...apiKeyOperations,
  ...verifyOperations,
  ...readOperations,
  ...directoryOperations,
  ...apiOperations,
  ...webhookOperations,
};
