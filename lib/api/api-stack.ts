import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RouteFunction } from '../../lambdas/contract/routes.ts';
import { AuditExport } from '../audit/audit-export.ts';
import { Bootstrap } from '../bootstrap/bootstrap.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { settingsEnvironment } from '../configuration/settings.ts';
import type { DataStack } from '../data/data-stack.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';
import { LogGroups } from '../logs/log-groups.ts';
import { LatchkeyApi } from './latchkey-api.ts';

export interface ApiStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** The API with its authorizer and functions, the audit export, and the log groups. */
export class ApiStack extends Stack {
  readonly api: LatchkeyApi;
  readonly audit: AuditExport;
  readonly authorizer: LatchkeyFunction;
  readonly routeFunctions: Readonly<Record<RouteFunction, LatchkeyFunction>>;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    const { credentials, registry } = props.data;
    const logGroups = new LogGroups(this, 'Logs', { configuration });

    this.authorizer = new LatchkeyFunction(this, 'Authorizer', {
      folder: 'authorizer',
      description: 'Decides whether a credential may pass',
      memoryMb: 256,
      timeout: Duration.seconds(5),
      logGroup: logGroups.functions,
      environment: settingsEnvironment(configuration),
      ...(configuration.authorizerReservedConcurrency === null
        ? {}
        : { reservedConcurrency: configuration.authorizerReservedConcurrency }),
    });
    credentials.grantAuthorize(this.authorizer);

    const routeFunction = (name: RouteFunction, description: string) =>
      new LatchkeyFunction(this, name, {
        folder: `handlers/${name}`,
        description,
        memoryMb: 512,
        timeout: Duration.seconds(10),
        logGroup: logGroups.functions,
        environment: settingsEnvironment(configuration),
      });
    this.routeFunctions = {
      'api-keys': routeFunction('api-keys', 'Serves the routes of API keys'),
      reads: routeFunction('reads', 'Serves audit events, the caller and the OpenAPI document'),
    };
    credentials.grantManage(this.routeFunctions['api-keys']);
    registry.grantManage(this.routeFunctions['api-keys']);
    registry.grantRead(this.routeFunctions.reads);

    this.api = new LatchkeyApi(this, 'Api', {
      configuration,
      accessLogGroup: logGroups.access,
      authorizer: this.authorizer.addAlias('live'),
      functions: this.routeFunctions,
    });
    this.audit = new AuditExport(this, 'Audit', {
      configuration,
      registry,
      functionsLogGroup: logGroups.functions,
      auditLogGroup: logGroups.audit,
    });
    const bootstrap = new Bootstrap(this, 'Bootstrap', {
      configuration,
      credentials,
      registry,
      logGroup: logGroups.functions,
    });

    const outputs = {
      ApiUrl: this.api.url,
      BootstrapFunctionName: bootstrap.function.functionName,
      AuditLogGroupName: logGroups.audit.logGroupName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
