import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Identity } from '../account.ts';
import { nameOf } from './ask.ts';
import { PreflightError } from '../preflight-error.ts';
import type { ClientOptions } from './clients.ts';

/**
 * Whose account it is. Everybody may ask.
 *
 * @throws PreflightError without region or credentials, with credentials that AWS refuses, or without a network
 */
export async function readIdentity(options: ClientOptions): Promise<Identity> {
  const client = new STSClient(options);
  const region = await client.config.region().catch(() => {
    throw new PreflightError('No region: set AWS_REGION, or a region in the AWS profile');
  });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    return { accountId: String(Account), region };
  } catch (error) {
    throw new PreflightError(sentenceFor(error), { cause: error });
  }
}

function sentenceFor(error: unknown): string {
  const name = nameOf(error);
  // The SDK's, of credentials and of the token of a single sign-on.
  if (name.endsWith('ProviderError')) {
    return 'No AWS credentials: sign in (aws sso login, aws configure), or set AWS_PROFILE';
  }
  const isAnswer = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
  return isAnswer === undefined
    ? `AWS could not be reached (${name})`
    : `AWS does not accept these credentials (${name}): sign in again`;
}
