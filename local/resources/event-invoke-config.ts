import * as z from 'zod';
import { defaultAsyncPolicy } from '../functions/async-policy.ts';
import { failureBucket, failureDestination } from './bucket.ts';
import { useFunction } from './lambda.ts';
import { integer, readProperties } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: integer.min(0).max(2).default(defaultAsyncPolicy.maxRetries),
  MaximumEventAgeInSeconds: integer
    .min(60)
    .max(21_600)
    .default(defaultAsyncPolicy.maxEventAgeMs / 1000),
  DestinationConfig: failureDestination,
});

/** `AWS::Lambda::EventInvokeConfig`, with a bucket of the templates as the only destination. */
export const eventInvokeConfig: ResourceHandler<'asyncPolicies' | 'buckets' | 'functions'> = async (
  resource,
  { asyncPolicies, buckets, functions },
) => {
  const given = readProperties(properties, resource);
  const { name } = useFunction(resource, functions, given.FunctionName).definition;
  asyncPolicies.set(name, given.Qualifier, {
    maxRetries: given.MaximumRetryAttempts,
    maxEventAgeMs: given.MaximumEventAgeInSeconds * 1000,
    failureBucket: failureBucket(resource, buckets, given.DestinationConfig),
  });
  return { ref: `${name}|${given.Qualifier}`, attributes: {} };
};
