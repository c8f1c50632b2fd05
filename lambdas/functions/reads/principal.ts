import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { examples } from './examples.ts';
import { principal } from './schemas.ts';

export const getPrincipal = operation(
  'getPrincipal',
  {
    summary: 'Who the caller is',
    description: 'The user, the calling key where there is one, and what they may do together.',
    tag: 'Caller',
    success: success(200, principal),
    example: { answer: examples.principal },
  },
  async (request) => {
    const { userId, via, roles, permissions, apiKey } = callerOf(request);
    const { scopes, accessRights } = permissions;
    return { body: { userId, via, roles, scopes, accessRights, apiKey } };
  },
);
