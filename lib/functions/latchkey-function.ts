import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allow } from './grant.ts';
import { bundledCode, type LazyModules } from './bundled-code.ts';

export interface LatchkeyFunctionProps {
  /** Folder of the handler below `lambdas/functions/`; its `index.ts` exports `handler`. */
  readonly folder: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly logGroup: LogGroup;
  /** @default - no variables but those that grants add */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - everything is in one file */
  readonly lazyModules?: LazyModules;
  /** @default - the account's unreserved concurrency */
  readonly reservedConcurrency?: number;
  /** Makes a folder that the function finds as `files` beside its code. @default - there is none */
  readonly filesOf?: () => string;
}

/** A Lambda function of this repository with a role that may write to its log group and nothing else yet. */
export class LatchkeyFunction extends LambdaFunction {
  readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: LatchkeyFunctionProps) {
    const role = new Role(scope, `${id}Role`, {
      description: `Execution role: ${props.description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    super(scope, id, {
      description: props.description,
      code: bundledCode(props.folder, props.lazyModules, props.filesOf),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role,
      environment: { ...props.environment },
      logGroup: props.logGroup,
      // CloudFormation would delete the version that an alias is to go back to.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      // Functions print JSON lines themselves; Lambda's own JSON format would wrap each in another object.
      loggingFormat: LoggingFormat.TEXT,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.executionRole = role;
    allow(this, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [props.logGroup.logGroupArn],
    });
  }
}
