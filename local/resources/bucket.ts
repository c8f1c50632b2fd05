import * as z from 'zod';
import { region } from '../aws.ts';
import type { Bucket, Buckets } from '../storage/buckets.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const access = withoutEffect('nobody reaches the folder over a network');

const properties = z.strictObject({
  BucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/)
    .optional(),
  AccessControl: access,
  BucketEncryption: access,
  LifecycleConfiguration: withoutEffect('nothing in the folder is removed by itself'),
  LoggingConfiguration: access,
  OwnershipControls: access,
  PublicAccessBlockConfiguration: access,
  Tags: withoutEffect('for cost reports'),
  VersioningConfiguration: withoutEffect('no key is written twice'),
});

/** `AWS::S3::Bucket`: a folder in the data folder. */
export const bucket: ResourceHandler<'buckets'> = async (resource, { buckets }) => {
  const given = readProperties(properties, resource);
  const name = given.BucketName ?? generatedName(resource, 63).toLowerCase();
  await buckets.create(name);
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    },
  };
};

/** The property that says to which bucket Lambda writes what a function could not process. */
export const failureDestination = z
  .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
  .optional();

/** The bucket of a failure destination; null where there is none. */
export function failureBucket(
  resource: ResolvedResource,
  buckets: Buckets,
  destination: z.infer<typeof failureDestination>,
): Bucket | null {
  const arn = destination?.OnFailure?.Destination;
  if (arn === undefined) return null;
  const [, name = ''] = /^arn:aws:s3:::(.+)$/.exec(arn) ?? [];
  const bucket = buckets.get(name);
  if (bucket !== null) return bucket;
  throw new UnsupportedError(resource, `the failure destination ${arn} is not a bucket of the templates`);
}
