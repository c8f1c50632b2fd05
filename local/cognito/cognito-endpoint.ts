import type { HiddenServer } from '../http/hidden-server.ts';
import { startJsonService } from '../http/json-service.ts';
import type { UserPool } from '../issuer/user-pool.ts';
import { adminCreateUser, type AccountDirectory } from './admin-create-user.ts';

/** Answers the AWS SDK's calls of Cognito: `AdminCreateUser`, and no other. */
export async function startCognitoEndpoint(
  pools: ReadonlyMap<string, UserPool>,
  directory: AccountDirectory,
): Promise<HiddenServer> {
  return await startJsonService({
    target: 'AWSCognitoIdentityProviderService',
    operations: { AdminCreateUser: (input) => adminCreateUser(input, pools, directory) },
    maxBodyBytes: 64 * 1024,
    fault: 'InternalErrorException',
  });
}
