import { Aspects, AspectPriority, Stack, Token, Validations } from 'aws-cdk-lib';
import {
  CfnAuthorizer,
  CfnMethod,
  type CfnStage,
  type Deployment,
  type IRestApi,
  type Method,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { mappingsBehindAuthorizer, mappingsInTheOpen } from './backend-headers.ts';
import { addMissingGatewayResponses } from './gateway-responses.ts';
import type { KeyAuthorizerOptions } from './key-authorizer-options.ts';
import { Registration } from './registration.ts';
import type { RouteRequirements } from './route-requirements.ts';

/** How a REST API is protected. */
export interface KeyAuthorizerProps extends KeyAuthorizerOptions {
  /** A `RestApi` of this app that deploys itself; its stage is what is protected. */
  readonly api: IRestApi;

  /**
   * How callers are answered who are not authenticated: `403` with the refusal's code, or `401` with a static body.
   *
   * @default '403'
   */
  readonly unauthenticated?: '401' | '403';
}

/**
 * Has every call to a REST API judged by Latchkey. Each method is given to one of `require`, `anyKey` and `open`; synthesis
 * fails on one that is not, but for CORS preflights.
 */
export class KeyAuthorizer extends Construct {
  private readonly api: RestApi;
  private readonly deployment: Deployment;
  private readonly registration: Registration;
  private readonly authorizer: CfnAuthorizer;
  private readonly isAnsweredByBackends: boolean;
  private readonly guarded: Method[] = [];
  private readonly given = new Set<CfnMethod>();

  constructor(scope: Construct, id: string, props: KeyAuthorizerProps) {
    super(scope, id);
    const { api, deployment, stage } = this.controlled(props.api);
    this.api = api;
    this.deployment = deployment;
    this.isAnsweredByBackends = props.enforcement === 'middleware';
    this.registration = new Registration(this, 'Registration', {
      ...props,
      unauthenticated: props.unauthenticated ?? '403',
      apiId: api.restApiId,
      stageName: this.nameOf(stage),
    });
    const { region, partition } = Stack.of(this);
    const invocations = `lambda:path/2015-03-31/functions/${props.latchkey.gatewayAuthorizerArn}/invocations`;
    this.authorizer = new CfnAuthorizer(this, 'Authorizer', {
      restApiId: api.restApiId,
      name: `latchkey-${props.name}`,
      type: 'REQUEST',
      authorizerUri: `arn:${partition}:apigateway:${region}:${invocations}`,
      // A result that is kept would outlive the key.
      authorizerResultTtlInSeconds: 0,
    });
    for (const [name, value] of Object.entries(this.registration.stageVariables))
      stage.addPropertyOverride(`Variables.${name}`, value);
    deployment.node.addDependency(this.registration);
    // As late as can be, when it is known which responses the API has of its own.
    const visit = (node: unknown) => {
      if (node === this) addMissingGatewayResponses(this, api, props.latchkey.address);
    };
    Aspects.of(this).add({ visit }, { priority: AspectPriority.MUTATING });
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** The body of `PUT /apis/{name}`, for a deployment whose registrar the stack cannot use. */
  get definition(): string {
    return this.registration.definition;
  }

  /** Lets a method be called with keys that have what it requires. */
  require(method: Method, requirements: RouteRequirements): void {
    const resource = this.give(method);
    this.registration.add(method.httpMethod, method.resource.path, requirements);
    this.guarded.push(method);
    resource.authorizationType = 'CUSTOM';
    resource.authorizerId = this.authorizer.ref;
    this.map(resource, mappingsBehindAuthorizer);
    Validations.of(method).acknowledge({
      id: 'AwsSolutions-COG4',
      reason:
        "API keys are what the route authenticates with: Latchkey's authorizer decides about every call.",
    });
    this.renew(resource, requirements);
  }

  /** Lets a method be called with any valid key. */
  anyKey(method: Method): void {
    this.require(method, {});
  }

  /**
   * Lets anybody call a method, without credentials.
   *
   * @param reason why that is right
   */
  open(method: Method, reason: string): void {
    if (reason.trim() === '') throw new Error(`${method.node.path}: say why the method is open`);
    const resource = this.give(method);
    resource.authorizationType = 'NONE';
    resource.authorizerId = undefined;
    this.map(resource, mappingsInTheOpen);
    for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4'])
      Validations.of(method).acknowledge({ id: rule, reason });
    this.renew(resource, {});
  }

  private controlled(api: IRestApi) {
    if (!(api instanceof RestApi) || api.latestDeployment === undefined) {
      throw new Error(
        `${this.node.path}: the API at ${api.node.path} is imported, made from a specification, or has deploy: false; ` +
          'only a RestApi that deploys itself is sure to be deployed with its routes protected',
      );
    }
    const stage = api.deploymentStage.node.defaultChild as CfnStage;
    return { api, deployment: api.latestDeployment, stage };
  }

  private nameOf({ stageName }: CfnStage): string {
    if (stageName !== undefined) return stageName;
    throw new Error(`${this.node.path}: the API's stage has no name`);
  }

  private give(method: Method): CfnMethod {
    const resource = method.node.defaultChild as CfnMethod;
    const { path } = method.node;
    if (method.api !== this.api) throw new Error(`${path}: the method is of another API`);
    if (this.given.has(resource)) throw new Error(`${path}: the method is given twice`);
    this.given.add(resource);
    return resource;
  }

  /** HTTP backends see headers as callers send them, but for what is mapped. */
  private map(resource: CfnMethod, mappings: typeof mappingsInTheOpen): void {
    const integration = integrationOf(resource);
    if (integration?.type !== 'HTTP' && integration?.type !== 'HTTP_PROXY') return;
    const own = (integration.requestParameters ?? {}) as Readonly<Record<string, string>>;
    resource.integration = { ...integration, requestParameters: mappings(own) };
  }

  /** A deployment is a picture of methods as they were: CDK has hashed this one before. */
  private renew(
    { authorizationType, authorizerId, integration }: CfnMethod,
    requirements: RouteRequirements,
  ): void {
    const { authorizerUri } = this.authorizer;
    const mappings = (integration as CfnMethod.IntegrationProperty | undefined)?.requestParameters;
    this.deployment.addToLogicalId({
      latchkey: { authorizationType, authorizerId, authorizerUri, mappings, requirements },
    });
  }

  private faults(): string[] {
    const forgotten = this.node.root.node
      .findAll()
      .filter((each): each is CfnMethod => CfnMethod.isCfnMethod(each))
      .filter((each) => each.restApiId === this.api.restApiId && !this.given.has(each) && !isPreflight(each))
      .map(
        (each) =>
          `${this.describe(each)} is open by mistake: give it to require(), anyKey(), or open() with a reason`,
      );
    const unanswered = this.guarded
      .map(({ node }) => node.defaultChild as CfnMethod)
      .filter((each) => this.isAnsweredByBackends && !isLambdaProxy(each))
      .map(
        (each) =>
          `${this.describe(each)} has no Lambda proxy integration, which enforcement: 'middleware' needs: another backend ` +
          'would serve what is refused',
      );
    return [...forgotten, ...unanswered];
  }

  private describe(resource: CfnMethod): string {
    const method = this.api.methods.find(({ node }) => node.defaultChild === resource);
    const path = method?.resource.path ?? resource.node.path;
    return `${resource.httpMethod} ${path}`;
  }
}

function integrationOf({ integration }: CfnMethod): CfnMethod.IntegrationProperty | undefined {
  return Token.isUnresolved(integration)
    ? undefined
    : (integration as CfnMethod.IntegrationProperty | undefined);
}

/** Browsers send CORS preflights without credentials; the gateway itself answers. */
function isPreflight(resource: CfnMethod): boolean {
  return resource.httpMethod === 'OPTIONS' && integrationOf(resource)?.type === 'MOCK';
}

function isLambdaProxy(resource: CfnMethod): boolean {
  return integrationOf(resource)?.type === 'AWS_PROXY';
}
