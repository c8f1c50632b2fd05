import { CrossStackReferences, Duration, ReferenceStrength } from 'aws-cdk-lib';
import {
  AuthorizationType,
  AwsIntegration,
  type CfnAuthorizer,
  EndpointType,
  type IResource,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RequestAuthorizer,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Route, type RouteFunction, routes } from '../../lambdas/contract/routes.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { accessLogFormat } from './access-log.ts';
import { acknowledgeApiFindings, acknowledgePublicMethod } from './acknowledgements.ts';
import { GatewayLogging } from './gateway-logging.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { addPreflight } from './preflight.ts';
import { ApiDomain } from './api-domain.ts';
import { RequestRate } from './request-rate.ts';
import { answerUnknownRoutes } from './unknown-routes.ts';

export interface LatchkeyApiProps {
  readonly configuration: Configuration;
  readonly accessLogGroup: LogGroup;
  readonly functionsLogGroup: LogGroup;
  /** Decides about every request to a route that is not public. */
  readonly authorizer: IFunction;
  readonly functions: Readonly<Record<RouteFunction, IFunction>>;
}

const stageName = 'api';

/** Of all methods. */
const methodSettings = {
  // Counts per method cost $0.30 each a month, and nobody reads them; those of the API are there without.
  metricsEnabled: false,
  // Execution logs and traces hold headers and paths as sent, where keys stand.
  loggingLevel: MethodLoggingLevel.OFF,
  dataTraceEnabled: false,
} as const;

/**
 * Nobody has to be known to call a public route: each has a pace of its own, so that whoever floods it takes nothing
 * from calls with a credential.
 */
function publicMethods(): Record<string, MethodDeploymentOptions> {
  const settings = { ...methodSettings, throttlingRateLimit: 50, throttlingBurstLimit: 100 };
  const open = (routes as readonly Route[]).filter(({ access }) => access === 'public');
  return Object.fromEntries(open.map(({ path, method }) => [`${path}/${method}`, settings]));
}

/** The REST API: every route of the contract, behind the authorizer unless it is public. */
export class LatchkeyApi extends Construct {
  readonly restApi: RestApi;
  /** Where the API is, without `/v1`: `https://<host>/api`. */
  readonly address: string;
  /** The API's base, `https://<host>/api/v1`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: LatchkeyApiProps) {
    super(scope, id);
    const { configuration } = props;
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: configuration.deploymentName,
      description: 'API keys: mint, change, verify, audit',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        throttlingRateLimit: configuration.throttle.rateLimit,
        throttlingBurstLimit: configuration.throttle.burstLimit,
        accessLogDestination: new LogGroupLogDestination(props.accessLogGroup),
        accessLogFormat,
        ...methodSettings,
        methodOptions: publicMethods(),
        tracingEnabled: false,
      },
    });
    if (configuration.gatewayCloudWatchRole) {
      const logging = new GatewayLogging(this, 'Logging', { logGroup: props.functionsLogGroup });
      this.restApi.deploymentStage.node.addDependency(logging);
    }
    const { deploymentName, waf } = configuration;
    if (waf !== null) {
      new RequestRate(this, 'RequestRate', {
        deploymentName,
        stage: this.restApi.deploymentStage,
        requestsPerAddress: waf.requestsPerAddress,
      });
    }
    // An API can be replaced without asking who is told its address.
    for (const told of [this.restApi, this.restApi.deploymentStage]) {
      CrossStackReferences.of(told).produce(ReferenceStrength.WEAK);
    }
    // The stack has an output of its own, with the version in it.
    this.restApi.node.tryRemoveChild('Endpoint');
    const { apiDomain } = configuration;
    this.address =
      apiDomain === null
        ? this.restApi.urlForPath('/').replace(/\/$/, '')
        : `https://${apiDomain.name}/${stageName}`;
    this.url = `${this.address}/v1`;
    if (apiDomain !== null)
      new ApiDomain(this, 'Domain', {
        restApi: this.restApi,
        basePath: stageName,
        domain: apiDomain,
      });

    this.mountRoutes(props);
    if (configuration.consoleOrigin !== null) this.mountPreflights(configuration.consoleOrigin);
    answerUnknownRoutes(this.restApi, this.mountedResources(), stageName, configuration.consoleOrigin);
    addGatewayResponses(this.restApi, stageName, configuration.consoleOrigin);
    acknowledgeApiFindings(this.restApi);
  }

  private mountRoutes(props: LatchkeyApiProps): void {
    const authorizer = this.authorizeWith(props.authorizer);
    const integrations = new Map<RouteFunction, AwsIntegration>();
    for (const route of routes as readonly Route[]) {
      const integration =
        integrations.get(route.function) ?? this.integrate(route.function, props.functions[route.function]);
      integrations.set(route.function, integration);
      const isPublic = route.access === 'public';
      const method = this.restApi.root.resourceForPath(route.path).addMethod(route.method, integration, {
        operationName: route.operationId,
        ...(isPublic
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizationType: AuthorizationType.CUSTOM, authorizer }),
      });
      if (isPublic) acknowledgePublicMethod(method, 'Serves nothing that needs protection.');
    }
  }

  private mountPreflights(consoleOrigin: string): void {
    const methodsByPath = Map.groupBy(routes as readonly Route[], ({ path }) => path);
    for (const [path, mounted] of methodsByPath) {
      const methods = mounted.map(({ method }) => method);
      addPreflight(this.restApi.root.resourceForPath(path), methods, consoleOrigin);
    }
  }

  /** Each segment of each path, once. */
  private mountedResources(): Set<IResource> {
    const resources = new Set<IResource>();
    for (const { path } of routes) {
      let resource: IResource | undefined = this.restApi.root.resourceForPath(path);
      for (; resource?.parentResource !== undefined; resource = resource.parentResource)
        resources.add(resource);
    }
    return resources;
  }

  /**
   * Never cached: a cached result would outlive a revocation. No identity sources either: where one is absent
   * the gateway would answer by itself.
   */
  private authorizeWith(handler: IFunction): RequestAuthorizer {
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler,
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
    // CDK would render an empty string; without caching the property is left out (API reference, Authorizer).
    (authorizer.node.defaultChild as CfnAuthorizer).addPropertyDeletionOverride('IdentitySource');
    return authorizer;
  }

  /** One permission for the function's routes together, on this stage only. */
  private integrate(name: RouteFunction, fn: IFunction): AwsIntegration {
    fn.addPermission(`Invoke-${name}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      scope: this,
      sourceArn: this.restApi.arnForExecuteApi('*', '/*', stageName),
    });
    return new AwsIntegration({
      service: 'lambda',
      path: `2015-03-31/functions/${fn.functionArn}/invocations`,
      proxy: true,
    });
  }
}
