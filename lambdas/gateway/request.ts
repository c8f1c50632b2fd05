import type { OperationId } from '../contract/routes.ts';
import type { Origin } from '../domain/audit/audit.ts';
import { Problem } from '../domain/problem.ts';
import type { IfMatch } from './if-match.ts';
import type { Principal } from './principal.ts';

/** A request that is checked against its schemas and holds no misplaced secret. */
export interface ApiRequest<Query, Body> {
  readonly operationId: OperationId;
  /** Clients can choose it. */
  readonly requestId: string;
  /** The gateway's own. */
  readonly extendedRequestId: string | undefined;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly query: Query;
  readonly body: Body;
  readonly ifMatch: IfMatch;
  readonly idempotencyKey: string | null;
  readonly principal: Principal | null;
  /** Somebody opens the address in a browser. */
  readonly wantsPage: boolean;
  /** Milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  readonly sourceIp: string;
  /** Masked and cut to 256 characters; null where none was sent. */
  readonly userAgent: string | null;
  /** The URL that was called, without query. */
  readonly url: string;
  /** The address of the API's stage, without a slash at its end. */
  readonly root: string;
}

/** The caller of a route that is not public. */
export function callerOf({ principal }: Pick<ApiRequest<unknown, unknown>, 'principal'>): Principal {
  if (principal === null) throw new Problem('UNAUTHENTICATED');
  return principal;
}

/** Where a change came from, for its audit event. */
export function originOf(request: ApiRequest<unknown, unknown>): Origin {
  const { userId, via, apiKey } = callerOf(request);
  const { sourceIp, userAgent, requestId, extendedRequestId } = request;
  const actor = { userId, via, ...(apiKey === null ? {} : { apiKeyId: apiKey.id }) };
  return {
    actor,
    sourceIp,
    userAgent,
    requestId,
    ...(extendedRequestId === undefined ? {} : { extendedRequestId }),
  };
}
