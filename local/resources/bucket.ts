import * as z from 'zod';
import { type Cloud, generatedName } from '../cloud.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { readProperties, withoutEffect } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const access = withoutEffect('nobody reaches the folder over a network');

const properties = z.strictObject({
  BucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/)
    .optional(),
  AccessControl: access,
  BucketEncryption: access,
  LifecycleConfiguration: withoutEffect('the folder is the owner’s to tidy'),
  LoggingConfiguration: access,
  OwnershipControls: access,
  PublicAccessBlockConfiguration: access,
  Tags: withoutEffect('for cost reports'),
  VersioningConfiguration: withoutEffect('keys are never written twice here'),
});

/** `AWS::S3::Bucket`: a folder in the data folder. */
export const bucket: ResourceHandler = async (resource, cloud) => {
  const given = readProperties(properties, resource);
  const name = given.BucketName ?? generatedName(resource.stackName, resource.logicalId, 63).toLowerCase();
  await cloud.createBucket(name);
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
    },
  };
};

/** The name of the bucket that a failure destination means; null where there is no destination. */
export function failureBucket(
  resource: ResolvedResource,
  cloud: Cloud,
  arn: string | undefined,
): string | null {
  if (arn === undefined) return null;
  const [, name = ''] = /^arn:aws:s3:::(.+)$/.exec(arn) ?? [];
  if (cloud.hasBucket(name)) return name;
  throw new UnsupportedError(resource, `the failure destination ${arn} is not a bucket of the templates`);
}
