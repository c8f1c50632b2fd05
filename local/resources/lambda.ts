import { statSync } from 'node:fs';
import * as z from 'zod';
import { functionArn, parseFunctionArn } from '../functions/function-arn.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import { LambdaFunction } from '../functions/lambda-function.ts';
import type { FunctionLog } from '../functions/log-lines.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { orUnsupported, UnsupportedError } from '../template/unsupported-error.ts';
import { integer, readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const operations = withoutEffect('it matters in an account only');

const functionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Key: z.string(), S3Bucket: z.string() }),
  Handler: z.string().regex(/^.+\.[^.]+$/),
  Runtime: z.string(),
  PackageType: z.literal('Zip').optional(),
  Timeout: integer.default(3),
  MemorySize: integer.default(128),
  Environment: z
    .strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: z.literal('Text', 'only Text is supported').optional(),
      ApplicationLogLevel: withoutEffect('everything is kept on a laptop'),
      SystemLogLevel: withoutEffect('the laptop writes no system lines'),
    })
    .optional(),
  Architectures: withoutEffect('JavaScript runs on all of them'),
  Description: operations,
  DeadLetterConfig: withoutEffect('queues and topics are not emulated; buckets of an EventInvokeConfig are'),
  EphemeralStorage: operations,
  KmsKeyArn: operations,
  RecursiveLoop: operations,
  ReservedConcurrentExecutions: operations,
  Role: withoutEffect('the laptop checks no IAM permissions'),
  RuntimeManagementConfig: operations,
  SnapStart: operations,
  Tags: operations,
  TracingConfig: operations,
});

/** `AWS::Lambda::Function`, from a folder asset. */
export const lambdaFunction: ResourceHandler<'endpoints' | 'functions' | 'logs'> = async (
  resource,
  { endpoints, functions, logs },
) => {
  const given = readProperties(functionProperties, resource);
  const codePath = resource.assets.get(given.Code.S3Key);
  if (codePath === undefined) throw new UnsupportedError(resource, 'its code is not an asset of the app');
  const name = given.FunctionName ?? generatedName(resource, 64);
  const arn = functionArn(name);
  const logGroupName = given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const definition = {
    name,
    arn,
    codePath,
    handler: given.Handler,
    // A zipped asset is one of the CDK's own functions, which work at deployment. Those are not run.
    runtime: statSync(codePath).isDirectory() ? given.Runtime : `an unpacked bundle for ${given.Runtime}`,
    timeoutMs: given.Timeout * 1000,
    memoryMb: given.MemorySize,
    environment: given.Environment.Variables,
    logGroupName,
  };
  logs.ensure(logGroupName);
  const log: FunctionLog = (message, logStreamName) => {
    logs.append(logGroupName, logStreamName, [{ timestampMs: Date.now(), message }]).catch(() => {
      console.error(`${name}: its log line could not be written`);
    });
  };
  functions.add(new LambdaFunction(definition, endpoints, log));
  // A function that knows another one by its environment is going to invoke it.
  for (const value of Object.values(definition.environment)) functions.useIfNamed(value);
  return { ref: name, attributes: { Arn: arn } };
};

const versionProperties = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: operations,
  Description: operations,
  FunctionScalingConfig: operations,
  ProvisionedConcurrencyConfig: operations,
  RuntimePolicy: operations,
});

/** `AWS::Lambda::Version`. Every function has one version, which always means the latest code. */
export const lambdaVersion: ResourceHandler<never> = async (resource) => {
  const { FunctionName: nameOrArn } = readProperties(versionProperties, resource);
  const arn = functionArn(`${parseFunctionArn(nameOrArn).name}:1`);
  return { ref: arn, attributes: { FunctionArn: arn, Version: '1' } };
};

const aliasProperties = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: operations,
  ProvisionedConcurrencyConfig: operations,
});

/** `AWS::Lambda::Alias`; weighted routing is not supported. */
export const lambdaAlias: ResourceHandler<never> = async (resource) => {
  const given = readProperties(aliasProperties, resource);
  const arn = functionArn(`${parseFunctionArn(given.FunctionName).name}:${given.Name}`);
  return { ref: arn, attributes: { AliasArn: arn } };
};

const triggerProperties = z.strictObject({
  HandlerArn: z.string(),
  ServiceToken: z.string(),
  InvocationType: withoutEffect('the start waits in both cases'),
  Timeout: withoutEffect("the function's own timeout holds"),
  ExecuteOnHandlerChange: withoutEffect('triggers run at every start'),
});

/** `Custom::Trigger` of aws-cdk-lib/triggers: the function runs once at every start, and must succeed. */
export const trigger: ResourceHandler<'functions'> = async (resource, { functions }) => {
  const { HandlerArn: arn } = readProperties(triggerProperties, resource);
  const fn = useFunction(resource, functions, arn);
  const result = await fn.invoke({}, arn);
  if (!result.ok) {
    const { errorType, errorMessage } = result.error;
    throw new UnsupportedError(resource, `the function failed: ${errorType}: ${errorMessage}`);
  }
  return { ref: resource.logicalId, attributes: {} };
};

/** @throws UnsupportedError where a resource refers to no function, or to one that cannot run here */
export function useFunction(
  resource: ResolvedResource,
  functions: FunctionRegistry,
  nameOrArn: string,
): LambdaFunction {
  return orUnsupported(resource, () => functions.use(nameOrArn));
}
