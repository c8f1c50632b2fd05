import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import type { Call } from '../support/memory-api.ts';
import { registration, type StackResource } from './cloudformation.ts';

export const read: ProtectedRoute[] = [{ method: 'GET', path: '/orders', scopes: ['database:read'] }];
export const write: ProtectedRoute[] = [
  { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
];

/** Resources that register APIs: two of one stack under different logical ids, a third, and one of another stack. */
export interface Stacks {
  readonly auth: StackResource;
  readonly moved: StackResource;
  readonly third: StackResource;
  readonly rival: StackResource;
  readonly admin: Call;
}

/** What CloudFormation does, what is registered then, and why it was refused. */
export type Step = readonly [
  does: string,
  act: (stacks: Stacks) => Promise<unknown>,
  registered: readonly string[],
  refusal?: RegExp,
];

export const orders = (stage: string, routes = read, more = {}) =>
  registration('orders', stage, routes, more);
export const sales = (stage: string, routes = write) => registration('sales', stage, routes);
export const begun: Step = [
  'create',
  ({ auth }) => auth.create(orders('prod')),
  ['prod: orders read - shop.Auth'],
];
export const taken =
  /^An API orders is registered by orders\|123456789012\/a1b2c3\/prod\|[^|]*stack\/shop\/[^|]*\|\w+$/;
