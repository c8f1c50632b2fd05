import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { customResource } from '../custom-resource.ts';
import { ConsoleBucket } from './console-bucket.ts';
import { type PublisherDependencies, publish, withdraw } from './publish.ts';

/** Puts the console's files where it is served from, and takes them away when its stack is deleted. */
export function makeHandler(deps: PublisherDependencies) {
  return customResource(
    () => 'console',
    ({ RequestType, ResourceProperties }) =>
      RequestType === 'Delete' ? withdraw(deps) : publish(ResourceProperties['Configuration'], deps),
  );
}

export const handler = makeHandler({
  bucket: new ConsoleBucket(new S3Client({}), requireEnvironment(environment.consoleBucket)),
  filesFolder: join(requireEnvironment('LAMBDA_TASK_ROOT'), 'files'),
});
