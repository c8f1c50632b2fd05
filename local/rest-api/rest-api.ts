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
  readonly integration: ProxyIntegration | MockIntegration;
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

/** Answers without a backend, for requests of type JSON or of none. */
export interface MockIntegration {
  readonly kind: 'mock';
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
