import type { LambdaFunction } from '../functions/lambda-function.ts';
import type { Route } from './route-table.ts';

/** A REST API of the templates, filled in as its resources are created. */
export interface RestApi {
  /** Ten lower-case letters and digits, as in an account. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly rootResourceId: string;
  /** Resource id → full path, such as `/v1/api-keys/{id}`. */
  readonly paths: Map<string, string>;
  readonly routes: Route<Method>[];
  readonly authorizers: Map<string, LambdaFunctionReference>;
  readonly gatewayResponses: Map<string, GatewayResponseDefinition>;
  readonly stages: Map<string, Stage>;
}

export interface Method {
  readonly authorizer: LambdaFunctionReference | null;
  readonly integration: ProxyIntegration | HttpIntegration | MockIntegration;
}

/** A function, and the ARN with which it is invoked: its own, or that of a version or alias. */
export interface LambdaFunctionReference {
  readonly fn: LambdaFunction;
  readonly arn: string;
}

export interface ProxyIntegration extends LambdaFunctionReference {
  readonly kind: 'proxy';
  readonly timeoutMs: number;
}

/** Calls a backend over HTTP. */
export interface HttpIntegration {
  readonly kind: 'http';
  /** Whether request and response pass as they are, but for what is mapped. */
  readonly isProxy: boolean;
  /** `ANY` is the request's own. */
  readonly method: string;
  /** With `{parameter}` in its path and `${stageVariables.name}` anywhere. */
  readonly uri: string;
  readonly timeoutMs: number;
  /** Header name → mapping expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parameter of the URI → mapping expression. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Of one that is no proxy. */
  readonly responses: readonly IntegrationResponse[];
}

/** Answers without a backend, for requests of type JSON or of none. */
export interface MockIntegration {
  readonly kind: 'mock';
  readonly response: IntegrationResponse;
  /** Whether requests of other types are refused as such. */
  readonly refusesOtherTypes: boolean;
}

/** What a client gets from an integration that is no proxy. */
export interface IntegrationResponse {
  /** Of the backend's status; null where it is for all that no other one is for. */
  readonly pattern: RegExp | null;
  readonly statusCode: number;
  /** Header name → mapping expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body; empty where it has none. */
  readonly template: string;
}

export interface GatewayResponseDefinition {
  readonly statusCode: number | null;
  /** Header name → mapping expression, such as `'no-store'` or `context.requestId`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the type `application/json`, which API Gateway takes for any `Accept` where there is no other. */
  readonly template: string | null;
}

export interface Stage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: { readonly logGroupName: string; readonly format: string } | null;
}
