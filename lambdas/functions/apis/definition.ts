import type * as z from 'zod';
import type { ProtectedApiFields } from '../../domain/apis/protected-api.ts';
import { routeSetOf } from '../../domain/apis/route-set.ts';
import { invalid } from '../../domain/problem.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import type { apiDefinition } from './schemas.ts';

type Definition = z.output<ReturnType<typeof apiDefinition>>;

/**
 * What a definition sets, with the defaults of what it leaves out.
 *
 * @throws Problem `INVALID` where its stage is of an account whose gateways cannot be protected
 */
export function fieldsOf(
  body: Definition,
  { gatewayAccounts }: Pick<ProtectedApiDependencies, 'gatewayAccounts'>,
): ProtectedApiFields {
  if (!gatewayAccounts.includes(body.gateway.accountId)) {
    throw invalid('gateway.accountId', 'Must be the account of this deployment, or one of protectedAccounts');
  }
  return {
    description: body.description ?? '',
    enforcement: body.enforcement ?? 'deny',
    people: body.people ?? false,
    unauthenticated: body.unauthenticated ?? '403',
    gateway: body.gateway,
    current: routeSetOf(body.routes),
  };
}
