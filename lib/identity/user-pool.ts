import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  type IUserPool,
  LambdaVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';

export interface PeoplePoolProps {
  readonly configuration: Configuration;
  readonly consoleOrigin: string;
  /** Decides about the claims of access tokens. */
  readonly tokenClaims: IFunction;
}

/**
 * The people who may sign in. Their email names them to Latchkey: so it is verified before it counts, and
 * nobody signs up by themselves.
 */
export class PeoplePool extends UserPool {
  constructor(scope: Construct, id: string, props: PeoplePoolProps) {
    const { deploymentName, cognito } = props.configuration;
    super(scope, id, {
      userPoolName: deploymentName,
      featurePlan: FeaturePlan.ESSENTIALS,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      keepOriginal: { email: true },
      selfSignUpEnabled: false,
      userInvitation: {
        emailSubject: 'You are invited to Latchkey',
        emailBody:
          `You are invited to Latchkey: ${props.consoleOrigin}/<br>` +
          'User name: {username}<br>Temporary password: {####}',
      },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: cognito.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, props.tokenClaims, LambdaVersion.V2_0);
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'The operator decides with cognito.mfa; as shipped everybody has a second factor.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'The Essentials plan has all that Latchkey uses; an operator who wants threat protection raises it.',
      },
    );
  }
}

/**
 * The console as a public client: authorization code with PKCE is the only way in, so a token never lets its
 * holder change attributes of the account (Cognito's API would give such a scope).
 */
export class ConsoleClient extends UserPoolClient {
  constructor(scope: Construct, id: string, userPool: IUserPool, consoleOrigin: string) {
    const page = `${consoleOrigin}/`;
    super(scope, id, {
      userPool,
      userPoolClientName: 'console',
      generateSecret: false,
      // Without a list Cognito would add sign-in by its own API; refreshing is always part of one.
      authFlows: { userSrp: false },
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: false },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [page],
        logoutUrls: [page],
      },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(8),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
  }
}
