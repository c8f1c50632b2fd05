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
 * A public client: authorization code with PKCE is the only way in, so a token never lets its holder change attributes
 * of the account (Cognito's API would give such a scope).
 */
function publicClient(name: string, callbackUrls: string[], refreshTokenValidity: Duration) {
  return {
    userPoolClientName: name,
    generateSecret: false,
    // Without a list Cognito would add sign-in by its own API; refreshing is always part of one.
    authFlows: { userSrp: false },
    oAuth: {
      flows: { authorizationCodeGrant: true, implicitCodeGrant: false },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
      callbackUrls,
      logoutUrls: callbackUrls,
    },
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
  };
}

/** The console, whose session ends with the working day. */
export class ConsoleClient extends UserPoolClient {
  constructor(scope: Construct, id: string, userPool: IUserPool, consoleOrigin: string) {
    super(scope, id, { userPool, ...publicClient('console', [`${consoleOrigin}/`], Duration.hours(8)) });
  }
}

/**
 * Where the command line waits for people who come back from signing in. Cognito compares addresses whole, the port
 * included, and takes http for this name only; one of three ports is free. They lie below those that systems give to
 * outgoing connections. `cli/src/session/sign-in/loopback.ts` has the same.
 */
const commandLinePorts = [8417, 18417, 28417];

/** The command line, whose refresh token is kept in the keyring of the person's computer. */
export class CommandLineClient extends UserPoolClient {
  constructor(scope: Construct, id: string, userPool: IUserPool) {
    const callbackUrls = commandLinePorts.map((port) => `http://localhost:${port}/callback`);
    super(scope, id, { userPool, ...publicClient('command-line', callbackUrls, Duration.days(7)) });
  }
}
