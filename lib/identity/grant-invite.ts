import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import * as environment from '../../lambdas/contract/environment.ts';
import { allow } from '../functions/grant.ts';

/** Lets a function make accounts in this user pool, and nothing else there. */
export function grantInvite(fn: LambdaFunction, { userPoolArn, userPoolId }: IUserPool): void {
  allow(fn, { actions: ['cognito-idp:AdminCreateUser'], resources: [userPoolArn] });
  fn.addEnvironment(environment.userPoolId, userPoolId);
}
