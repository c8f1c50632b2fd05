import { Stack, Validations } from 'aws-cdk-lib';
import {
  CfnAuthorizer,
  CfnIntegration,
  CfnRoute,
  type CfnStage,
  HttpApi,
  type HttpRoute,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { httpMappingsBehindAuthorizer, httpMappingsInTheOpen } from './backend-headers.ts';
import type { KeyAuthorizerOptions } from './key-authorizer-options.ts';
import { Registration } from './registration.ts';
import type { RouteRequirements } from './route-requirements.ts';

/** How an HTTP API is protected. */
export interface HttpKeyAuthorizerProps extends KeyAuthorizerOptions {
  /** An `HttpApi` of this app with a default stage, which is what is protected. */
  readonly api: IHttpApi;

  /**
   * Whether HTTP backends may see the keys that callers send. API Gateway reserves the header `Authorization` of HTTP APIs,
   * so that nothing can be put in its place: a backend that sees a key can use it wherever it is valid.
   *
   * @default false
   */
  readonly backendsSeeKeys?: boolean;
}

/**
 * Has every call to an HTTP API judged by Latchkey. Each route is given to one of `require`, `anyKey` and `open`; synthesis
 * fails on one that is not. Every refusal is a bare 403 of the gateway, and 500 while Latchkey is out.
 */
export class HttpKeyAuthorizer extends Construct {
  private readonly api: HttpApi;
  private readonly registration: Registration;
  private readonly authorizer: CfnAuthorizer;
  private readonly isAnsweredByBackends: boolean;
  private readonly backendsSeeKeys: boolean;
  private readonly guarded: CfnRoute[] = [];
  private readonly given = new Set<CfnRoute>();
  private readonly mapped = new Map<CfnIntegration, typeof httpMappingsInTheOpen>();

  constructor(scope: Construct, id: string, props: HttpKeyAuthorizerProps) {
    super(scope, id);
    const { api, stage } = this.controlled(props.api);
    this.api = api;
    this.isAnsweredByBackends = props.enforcement === 'middleware';
    this.backendsSeeKeys = props.backendsSeeKeys ?? false;
    this.registration = new Registration(this, 'Registration', {
      ...props,
      unauthenticated: '403',
      apiId: api.apiId,
      stageName: stage.stageName,
    });
    const { region, partition } = Stack.of(this);
    const invocations = `lambda:path/2015-03-31/functions/${props.latchkey.gatewayAuthorizerArn}/invocations`;
    this.authorizer = new CfnAuthorizer(this, 'Authorizer', {
      apiId: api.apiId,
      name: `latchkey-${props.name}`,
      authorizerType: 'REQUEST',
      authorizerUri: `arn:${partition}:apigateway:${region}:${invocations}`,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      // A result that is kept would outlive the key.
      authorizerResultTtlInSeconds: 0,
    });
    for (const [name, value] of Object.entries(this.registration.stageVariables))
      stage.addPropertyOverride(`StageVariables.${name}`, value);
    stage.node.addDependency(this.registration);
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** The body of `PUT /apis/{name}`, for a deployment whose registrar the stack cannot use. */
  get definition(): string {
    return this.registration.definition;
  }

  /**
   * Lets routes be called with keys that have what they require.
   *
   * @param routes as `addRoutes` of the API gives them
   */
  require(routes: HttpRoute[], requirements: RouteRequirements): void {
    for (const route of routes) {
      const resource = this.give(route);
      const [method = '', path] = resource.routeKey.split(' ');
      if (path === undefined) {
        throw new Error(
          `${route.node.path}: $default takes every path, and names none: protect ANY /{proxy+} instead`,
        );
      }
      this.registration.add(method, path, requirements);
      this.guarded.push(resource);
      resource.authorizationType = 'CUSTOM';
      resource.authorizerId = this.authorizer.ref;
      resource.node.addDependency(this.registration);
      this.map(resource, httpMappingsBehindAuthorizer);
    }
  }

  /** Lets routes be called with any valid key. */
  anyKey(routes: HttpRoute[]): void {
    this.require(routes, {});
  }

  /**
   * Lets anybody call routes, without credentials.
   *
   * @param reason why that is right
   */
  open(routes: HttpRoute[], reason: string): void {
    for (const route of routes) {
      if (reason.trim() === '') throw new Error(`${route.node.path}: say why the route is open`);
      const resource = this.give(route);
      resource.authorizationType = 'NONE';
      resource.authorizerId = undefined;
      this.map(resource, httpMappingsInTheOpen);
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    }
  }

  private controlled(api: IHttpApi) {
    if (!(api instanceof HttpApi) || api.defaultStage === undefined) {
      throw new Error(
        `${this.node.path}: the API at ${api.node.path} is imported, or has createDefaultStage: false; only an HttpApi ` +
          'with its default stage is sure to be deployed with its routes protected',
      );
    }
    return { api, stage: api.defaultStage.node.defaultChild as CfnStage };
  }

  private give(route: HttpRoute): CfnRoute {
    const resource = route.node.defaultChild as CfnRoute;
    const { path } = route.node;
    if (resource.apiId !== this.api.apiId) throw new Error(`${path}: the route is of another API`);
    if (this.given.has(resource)) throw new Error(`${path}: the route is given twice`);
    this.given.add(resource);
    return resource;
  }

  /** HTTP backends see headers as callers send them, but for what is mapped: once for all routes of an integration. */
  private map(route: CfnRoute, mappings: typeof httpMappingsInTheOpen): void {
    const integration = this.integrationOf(route);
    if (!isHttpProxy(integration)) return;
    const former = this.mapped.get(integration);
    if (former === undefined) {
      const own = (integration.requestParameters ?? {}) as Readonly<Record<string, string>>;
      integration.requestParameters = mappings(own);
      this.mapped.set(integration, mappings);
    } else if (former !== mappings) {
      throw new Error(
        `${route.routeKey}: an HTTP backend's integration has one set of headers: give open routes one of their own`,
      );
    }
  }

  private integrationOf({ target }: CfnRoute): CfnIntegration | undefined {
    return this.node.root.node
      .findAll()
      .filter((each): each is CfnIntegration => CfnIntegration.isCfnIntegration(each))
      .find(({ ref }) => target === `integrations/${ref}`);
  }

  private faults(): string[] {
    const forgotten = this.node.root.node
      .findAll()
      .filter((each): each is CfnRoute => CfnRoute.isCfnRoute(each))
      .filter((each) => each.apiId === this.api.apiId && !this.given.has(each))
      .map(
        ({ routeKey }) =>
          `${routeKey} is open by mistake: give it to require(), anyKey(), or open() with a reason`,
      );
    return [...forgotten, ...this.guarded.flatMap((each) => this.faultsOf(each))];
  }

  private faultsOf(route: CfnRoute): string[] {
    const integration = this.integrationOf(route);
    const faults = [];
    if (this.isAnsweredByBackends && !isLambdaProxy(integration)) {
      faults.push(
        "has no Lambda proxy integration, which enforcement: 'middleware' needs: another backend would serve what is refused",
      );
    }
    if (!this.backendsSeeKeys && isHttpProxy(integration)) {
      faults.push(
        'leads to an HTTP backend, which would see keys: API Gateway lets nobody replace Authorization in an HTTP API. ' +
          'Use a REST API, or say backendsSeeKeys: true',
      );
    }
    return faults.map((fault) => `${route.routeKey} ${fault}`);
  }
}

function isHttpProxy(integration: CfnIntegration | undefined): integration is CfnIntegration {
  return integration?.integrationType === 'HTTP_PROXY';
}

function isLambdaProxy(integration: CfnIntegration | undefined): boolean {
  return integration?.integrationType === 'AWS_PROXY' && integration.integrationSubtype === undefined;
}
