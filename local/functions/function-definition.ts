import { dirname, join } from 'node:path';
import { region } from '../aws.ts';
import type { WorkerSetup } from './messages.ts';

/** A Lambda function as its template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Folder of the unpacked bundle. */
  readonly codePath: string;
  /** `<module>.<export>`. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
}

/** Where a function finds what the laptop provides: services by their URLs, and a folder of certificates to trust. */
export interface ServiceEndpoints {
  readonly dynamodb: string;
  readonly logs: string;
  readonly cognito: string;
  readonly s3: string;
  readonly secrets: string;
  readonly events: string;
  readonly mail: string;
  readonly lambda: string;
  readonly trustedFolder: string;
}

/**
 * The whole environment of a function: what its template says, what Lambda sets, and where its services are. It has
 * nothing of the server's own environment, and no AWS profile of the person at the terminal.
 *
 * `NODE_COMPILE_CACHE` is for the runtime, which hides it from the function: what Node compiles of the runtime and the
 * bundles is kept beside the bundles, and half of a start is saved.
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  endpoints: ServiceEndpoints,
  logStreamName: string,
): Record<string, string> {
  return {
    ...definition.environment,
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    LAMBDA_TASK_ROOT: definition.codePath,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoints.logs,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoints.cognito,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    AWS_ENDPOINT_URL_SESV2: endpoints.mail,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_COMPILE_CACHE: join(dirname(definition.codePath), 'compiled'),
  };
}

/** What a worker needs to load the function and to be its runtime. */
export function workerSetup(
  definition: FunctionDefinition,
  { trustedFolder }: ServiceEndpoints,
  logStreamName: string,
): WorkerSetup {
  const dot = definition.handler.lastIndexOf('.');
  return {
    modulePath: join(definition.codePath, definition.handler.slice(0, dot)),
    exportName: definition.handler.slice(dot + 1),
    trustedFolder,
    context: {
      functionName: definition.name,
      functionVersion: '$LATEST',
      memoryLimitInMB: String(definition.memoryMb),
      logGroupName: definition.logGroupName,
      logStreamName,
      callbackWaitsForEmptyEventLoop: true,
    },
  };
}
