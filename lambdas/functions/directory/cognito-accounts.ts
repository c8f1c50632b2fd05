import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  InvalidParameterException,
  LimitExceededException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * What became of an account: made, and its person told by mail; there already, and nobody is told again; or not made,
 * since Cognito takes no such address, or sends no more mail today.
 */
export type AccountOutcome = 'sent' | 'existing' | 'address refused' | 'limit reached';

/**
 * How Cognito says that it does not take an address. `InvalidParameterException` has no finer kinds, and is also
 * its answer where the pool asks for what we do not send, an attribute for example: no caller can mend that. Whatever is
 * not known to be about the address counts as such. Texts as met (boto3 3836, aws-sdk-net 3565).
 */
const addressRefusal =
  /^(Username should be an email|Invalid email address format|1 validation error detected: Value .* at 'username')/;

/** Makes the account of an email address, which counts as verified: an administrator vouches for it. */
export type MakeAccount = (email: string) => Promise<AccountOutcome>;

/** In a file of its own, loaded with the first invitation: so it throws no problems, whose class would be another. */
export function createMakeAccount(userPoolId: string): MakeAccount {
  const client = new CognitoIdentityProviderClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });
  return async (email) => {
    try {
      await client.send(
        new AdminCreateUserCommand({
          UserPoolId: userPoolId,
          Username: email,
          UserAttributes: [
            { Name: 'email', Value: email },
            { Name: 'email_verified', Value: 'true' },
          ],
          DesiredDeliveryMediums: ['EMAIL'],
        }),
      );
      return 'sent';
    } catch (error) {
      if (error instanceof UsernameExistsException) return 'existing';
      if (error instanceof InvalidParameterException && addressRefusal.test(error.message))
        return 'address refused';
      if (error instanceof LimitExceededException) return 'limit reached';
      throw error;
    }
  };
}
