import type { Operations } from '../../gateway/operation.ts';
import { deleteApi, registerApi, replaceApi } from './change.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import { getApi, listApis } from './read.ts';

export const apiOperations: Operations<'apis', ProtectedApiDependencies> = {
  listApis,
  registerApi,
  getApi,
  replaceApi,
  deleteApi,
};
