import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AsyncInvocation } from '../functions/async-invocation.ts';
import { compileFilterPattern, type LogFilter } from '../logs/filter-pattern.ts';
import { isLogGroupName } from '../logs/log-groups.ts';
import { Subscription } from '../logs/subscription.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { useFunction } from './lambda.ts';
import { integer, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const protection = withoutEffect('the files in the data folder are the owner’s own');

const logGroupProperties = z.strictObject({
  LogGroupName: z.string().refine(isLogGroupName, 'is not a log group name').optional(),
  RetentionInDays: integer.optional(),
  BearerTokenAuthenticationEnabled: protection,
  DataProtectionPolicy: withoutEffect('it masks when CloudWatch shows lines; the stored text stays'),
  DeletionProtectionEnabled: protection,
  FieldIndexPolicies: protection,
  KmsKeyId: protection,
  LogGroupClass: withoutEffect('a price class'),
  ResourcePolicyDocument: protection,
  Tags: withoutEffect('for cost reports'),
});

/** `AWS::Logs::LogGroup`; the file is kept for ever, whatever the retention says. */
export const logGroup: ResourceHandler = async (resource, cloud) => {
  const given = readProperties(logGroupProperties, resource);
  const name = given.LogGroupName ?? `/${resource.stackName}/${resource.logicalId}`;
  cloud.logs.ensure(name, given.RetentionInDays ?? null);
  return {
    ref: name,
    attributes: { Arn: `arn:aws:logs:us-east-1:000000000000:log-group:${name}:*` },
  };
};

const subscriptionProperties = z.strictObject({
  LogGroupName: z.string(),
  DestinationArn: z.string(),
  FilterPattern: z.string(),
  FilterName: z.string().optional(),
  Distribution: withoutEffect('for Kinesis'),
  RoleArn: withoutEffect('the laptop checks no IAM permissions'),
});

/** `AWS::Logs::SubscriptionFilter` with a function as its destination. */
export const subscriptionFilter: ResourceHandler = async (resource, cloud) => {
  const given = readProperties(subscriptionProperties, resource);
  const name = given.FilterName ?? resource.logicalId;
  const filter = compileOrStop(resource, given.FilterPattern);
  const destination = useFunction(resource, cloud, given.DestinationArn);
  const invocation = new AsyncInvocation(cloud, destination, given.DestinationArn);
  const { LogGroupName: groupName } = given;
  const progressFile = cloud.subscriptionFile(subscriptionId(groupName, name));
  const definition = { name, groupName, filter, invocation, progressFile };
  cloud.subscriptions.push(await Subscription.open(definition, cloud.logs));
  return { ref: name, attributes: {} };
};

/** The same at every start, since a subscription's progress goes by it. */
function subscriptionId(groupName: string, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([groupName, name]))
    .digest('hex')
    .slice(0, 32);
}

function compileOrStop(resource: ResolvedResource, pattern: string): LogFilter {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    throw new UnsupportedError(resource, (error as Error).message);
  }
}
