import { Duration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  AwsIntegration,
  type CfnAuthorizer,
  EndpointType,
  LogGroupLogDestination,
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
import { addGatewayResponses } from './gateway-responses.ts';
import { addPreflight } from './preflight.ts';

export interface LatchkeyApiProps {
  readonly configuration: Configuration;
  readonly accessLogGroup: LogGroup;
  /** Decides about every request to a route that is not public. */
  readonly authorizer: IFunction;
  readonly functions: Readonly<Record<RouteFunction, IFunction>>;
}

const stageName = 'api';

/** The REST API: every route of the contract, behind the authorizer unless it is public. */
export class LatchkeyApi extends Construct {
  readonly restApi: RestApi;
  /** The API's base, `https://<host>/api/v1`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: LatchkeyApiProps) {
    super(scope, id);
    const { configuration } = props;
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: configuration.deploymentName,
      description: 'API keys: mint, change, verify, audit',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: configuration.gatewayCloudWatchRole,
      deployOptions: {
        stageName,
        throttlingRateLimit: configuration.throttle.rateLimit,
        throttlingBurstLimit: configuration.throttle.burstLimit,
        accessLogDestination: new LogGroupLogDestination(props.accessLogGroup),
        accessLogFormat,
        metricsEnabled: true,
        // Execution logs and traces hold headers and paths as sent, where keys stand.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        tracingEnabled: false,
      },
    });
    // The stack has an output of its own, with the version in it.
    this.restApi.node.tryRemoveChild('Endpoint');
    this.url = this.restApi.urlForPath('/v1');

    this.mountRoutes(props);
    if (configuration.consoleOrigin !== null) this.mountPreflights(configuration.consoleOrigin);
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
      const preflight = addPreflight(this.restApi.root.resourceForPath(path), methods, consoleOrigin);
      acknowledgePublicMethod(
        preflight,
        'Browsers send CORS preflights without credentials (Fetch standard).',
      );
    }
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
