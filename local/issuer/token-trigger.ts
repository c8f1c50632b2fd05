import * as z from 'zod';
import { region } from '../aws.ts';
import type { UserPool } from './user-pool.ts';

/** The token that is about to be made. */
export interface TokenRequest {
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

const answer = z.object({
  response: z.object({
    claimsAndScopeOverrideDetails: z
      .strictObject({
        accessTokenGeneration: z
          .strictObject({
            claimsToAddOrOverride: z
              .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
              .default({}),
          })
          .optional(),
      })
      .nullish(),
  }),
});

/**
 * Asks the pool's trigger for the claims that it adds to an access token. A pool without a trigger adds none. The event
 * is version 2 of Cognito's "Pre token generation Lambda trigger" (developer guide).
 *
 * @throws Error where the function fails, or answers something that the local issuer does not support
 */
export async function triggeredClaims(
  { id, tokenTrigger }: UserPool,
  { userId, clientId, scopes }: TokenRequest,
): Promise<Record<string, string | number | boolean>> {
  if (tokenTrigger === null) return {};
  const event = {
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    region,
    userPoolId: id,
    userName: userId,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: {
        sub: userId,
        email: userId,
        email_verified: 'true',
        'cognito:user_status': 'CONFIRMED',
      },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const result = await tokenTrigger.fn.invoke(event, tokenTrigger.arn);
  if (!result.ok) throw new Error(`the token trigger failed: ${result.error.errorType}`);
  const { response } = answer.parse(JSON.parse(result.payload));
  return response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.claimsToAddOrOverride ?? {};
}
