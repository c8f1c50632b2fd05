import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { RouteFunction } from '../../lambdas/contract/routes.ts';
import { AuditExporter } from '../functions/audit-exporter.ts';
import { Bootstrap } from '../functions/bootstrap.ts';
import { Clock } from '../functions/clock.ts';
import { Dispatcher } from '../functions/dispatcher.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { DataStack } from '../data/data-stack.ts';
import { serviceEnvironment } from '../functions/service-description.ts';
import { GatewayAuthorizer } from '../functions/gateway-authorizer.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';
import { grantInvite } from '../identity/grant-invite.ts';
import { type Issuer, issuerEnvironment } from '../identity/issuer.ts';
import { Reconciler } from '../functions/reconciler.ts';
import { Registrar } from '../functions/registrar.ts';
import { Sender } from '../functions/sender.ts';
import { UsageRecorder } from '../functions/usage-recorder.ts';
import { LatchkeyApi } from './latchkey-api.ts';
import { publishNames } from './published-names.ts';
import { routeFunctions } from '../functions/route-functions.ts';

export interface ApiStackProps extends StackProps {
  /** With the origin that the console really has, for CORS. */
  readonly configuration: Configuration;
  readonly data: DataStack;
  /** Whose access tokens people send; null where there are keys only. */
  readonly issuer: Issuer | null;
  /** Where they have their accounts, if that is a user pool of the deployment. */
  readonly userPool: IUserPool | null;
}

/** The API with its authorizer and functions, and what follows each call and change. */
export class ApiStack extends Stack {
  readonly api: LatchkeyApi;
  readonly auditExporter: AuditExporter;
  readonly reconciler: Reconciler;
  readonly registrar: Registrar;
  readonly usageRecorder: UsageRecorder;
  readonly bootstrap: Bootstrap;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly sender: Sender;
  readonly authorizer: LatchkeyFunction;
  readonly gatewayAuthorizer: GatewayAuthorizer;
  readonly routeFunctions: Readonly<Record<RouteFunction, LatchkeyFunction>>;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    const { credentials, registry, usage, outbox, logs } = props.data;

    this.authorizer = new LatchkeyFunction(this, 'Authorizer', {
      folder: 'authorizer',
      lazyModules: { '#verdict/token': 'verdict/token.ts' },
      description: 'Decides whether a credential may pass',
      memoryMb: 256,
      timeout: Duration.seconds(5),
      logGroup: logs.functions,
      environment: { ...settingsEnvironment(configuration), ...issuerEnvironment(this, props.issuer) },
      ...(configuration.authorizerReservedConcurrency === null
        ? {}
        : { reservedConcurrency: configuration.authorizerReservedConcurrency }),
    });
    credentials.grantAuthorize(this.authorizer);

    this.gatewayAuthorizer = new GatewayAuthorizer(this, 'GatewayAuthorizer', {
      configuration,
      credentials,
      logGroup: logs.functions,
      issuer: props.issuer,
    });

    const serve = (name: RouteFunction): LatchkeyFunction => {
      const { description, lazyModules = {}, grant } = routeFunctions[name];
      const fn = new LatchkeyFunction(this, name, {
        folder: name,
        lazyModules,
        description,
        memoryMb: 512,
        // Others are waited for, and DynamoDB; API Gateway gives up after 29 seconds.
        timeout: Duration.seconds(20),
        logGroup: logs.functions,
        environment: settingsEnvironment(configuration),
      });
      grant(fn, props.data, configuration);
      if (name === 'reads') fn.addEnvironment(...serviceEnvironment(this, configuration, props));
      return fn;
    };
    this.routeFunctions = Object.fromEntries(
      (Object.keys(routeFunctions) as RouteFunction[]).map((name) => [name, serve(name)]),
    ) as Record<RouteFunction, LatchkeyFunction>;

    if (props.userPool !== null) grantInvite(this.routeFunctions.directory, props.userPool);

    this.api = new LatchkeyApi(this, 'Api', {
      configuration,
      accessLogGroup: logs.access,
      functionsLogGroup: logs.functions,
      authorizer: this.authorizer.addAlias('live'),
      functions: this.routeFunctions,
    });
    this.auditExporter = new AuditExporter(this, 'Audit', {
      configuration,
      registry,
      outbox,
      logGroup: logs.functions,
      auditLogGroup: logs.audit,
    });
    this.reconciler = new Reconciler(this, 'Reconciler', {
      configuration,
      credentials,
      registry,
      usage,
      logGroup: logs.functions,
    });
    this.usageRecorder = new UsageRecorder(this, 'Usage', {
      configuration,
      usage,
      logGroup: logs.functions,
    });
    this.sender = new Sender(this, 'Sender', {
      configuration,
      registry,
      outbox,
      master: props.data.webhookMaster,
      logGroup: logs.functions,
    });
    this.sender.grantCall(this.routeFunctions.webhooks);
    this.dispatcher = new Dispatcher(this, 'Dispatcher', {
      registry,
      outbox,
      sender: this.sender,
      logGroup: logs.functions,
    });
    this.clock = new Clock(this, 'Clock', {
      configuration,
      registry,
      usage,
      outbox,
      sender: this.sender,
      logGroup: logs.functions,
    });
    this.bootstrap = new Bootstrap(this, 'Bootstrap', {
      configuration,
      credentials,
      registry,
      outbox,
      logGroup: logs.functions,
    });

    this.registrar = new Registrar(this, 'Registrar', {
      configuration,
      credentials,
      registry,
      logGroup: logs.functions,
    });
    publishNames(this, configuration.deploymentName, {
      gatewayAuthorizerArn: this.gatewayAuthorizer.alias.functionArn,
      registrarArn: this.registrar.function.functionArn,
      address: this.api.address,
    });

    const outputs = {
      ApiUrl: this.api.url,
      BootstrapFunctionName: this.bootstrap.function.functionName,
      AuditLogGroupName: logs.audit.logGroupName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
