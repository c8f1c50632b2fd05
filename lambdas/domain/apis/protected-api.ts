import type { Enforcement, GatewayStage, UnauthenticatedStatus } from '../../contract/protected-api.ts';
import type { Audited } from '../audit/transition.ts';
import type { RouteSet } from './route-set.ts';

/** What can be set on a protected API. */
export interface ProtectedApiFields {
  readonly description: string;
  /**
   * `deny`: every refusal is answered by the gateway. `middleware`: refusals of callers who are authenticated are left to
   * the backend, which answers them with all headers. `observe`: everything is let through, and the usage says what the
   * verdict would have been.
   */
  readonly enforcement: Enforcement;
  /** Whether access tokens of people pass, as API keys do. */
  readonly people: boolean;
  readonly unauthenticated: UnauthenticatedStatus;
  readonly gateway: GatewayStage;
  readonly current: RouteSet;
}

/** What can be set on a protected API, but for its stage. */
export type Protection = Omit<ProtectedApiFields, 'gateway'>;

/** What an API was before another resource of CDK took it over, until the former resource is deleted. */
export interface FormerStage {
  /** Another stage than the API has, where calls are judged as before; or the same one. */
  readonly gateway: GatewayStage;
  /** The physical id of the custom resource that registered it. */
  readonly managedBy: string;
  /** Of the same stage: what it was protected with, which comes back where the deployment is rolled back. */
  readonly protection?: Protection;
}

/** An API of somebody's own that answers to the keys of this deployment. Times are milliseconds since the epoch. */
export interface ProtectedApi extends ProtectedApiFields, Audited {
  readonly name: string;
  /** The route set before the current one: deployments of the API that carry its hash are judged by it. */
  readonly previous: RouteSet | null;
  /** The physical id of the custom resource that manages the registration; null for none. */
  readonly managedBy: string | null;
  readonly former: FormerStage | null;
  readonly createdAt: number;
}
