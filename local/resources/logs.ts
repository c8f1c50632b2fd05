import { createHash } from 'node:crypto';
import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { AsyncInvocation } from '../functions/async-invocation.ts';
import { compileFilterPattern } from '../logs/filter-pattern.ts';
import { isLogGroupName } from '../logs/log-groups.ts';
import { Subscription } from '../logs/subscription.ts';
import { orUnsupported } from '../template/unsupported-error.ts';
import { useFunction } from './lambda.ts';
import { integer, readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const protection = withoutEffect('only their owner can read the files in the data folder');

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

/** `AWS::Logs::LogGroup`. Its file is kept for ever, whatever the retention says. */
export const logGroup: ResourceHandler<'logs'> = async (resource, { logs }) => {
  const given = readProperties(logGroupProperties, resource);
  const name = given.LogGroupName ?? `/${resource.stackName}/${resource.logicalId}`;
  logs.ensure(name, given.RetentionInDays ?? null);
  return { ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } };
};

const subscriptionProperties = z.strictObject({
  LogGroupName: z.string(),
  DestinationArn: z.string(),
  FilterPattern: z.string(),
  FilterName: z.string().optional(),
  Distribution: withoutEffect('for Kinesis'),
  RoleArn: withoutEffect('the laptop checks no IAM permissions'),
});

type SubscriptionParts = 'asyncPolicies' | 'background' | 'folder' | 'functions' | 'logs' | 'repeatsLines';

/** `AWS::Logs::SubscriptionFilter` with a function as its destination. */
export const subscriptionFilter: ResourceHandler<SubscriptionParts> = async (
  resource,
  { asyncPolicies, background, folder, functions, logs, repeatsLines },
) => {
  const { LogGroupName: groupName, ...given } = readProperties(subscriptionProperties, resource);
  const name = given.FilterName ?? resource.logicalId;
  const filter = orUnsupported(resource, () => compileFilterPattern(given.FilterPattern));
  const destination = useFunction(resource, functions, given.DestinationArn);
  const invocation = new AsyncInvocation(asyncPolicies, destination, given.DestinationArn);
  const progressFile = folder.file('subscriptions', `${subscriptionId(groupName, name)}.json`);
  const definition = { name, groupName, filter, invocation, repeatsLines, progressFile };
  background.push(await Subscription.open(definition, logs));
  return { ref: name, attributes: {} };
};

/** The same at every start, since the progress of a subscription is found by it. */
function subscriptionId(groupName: string, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([groupName, name]))
    .digest('hex')
    .slice(0, 32);
}
