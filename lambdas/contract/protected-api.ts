/** What a refusal by the gateway authorizer does: see `domain/apis/protected-api.ts`. */
export const enforcements = ['deny', 'middleware', 'observe'] as const;

export type Enforcement = (typeof enforcements)[number];

/** How an API answers who is not authenticated: with the refusal's code, or with a static 401. */
export const unauthenticatedStatuses = ['403', '401'] as const;

export type UnauthenticatedStatus = (typeof unauthenticatedStatuses)[number];

/** A stage of an API Gateway, of this account or another. */
export interface GatewayStage {
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
}

/** Methods of a route; `ANY` is every one that has no route of its own on the path. */
export const routeMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'] as const;

export type RouteMethod = (typeof routeMethods)[number];
