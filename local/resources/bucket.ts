import * as z from 'zod';
import { generatedName } from '../cloud.ts';
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
