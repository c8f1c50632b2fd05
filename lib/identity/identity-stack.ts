import { Aws, CfnOutput, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';
import { FirstAdministrator } from './first-administrator.ts';
import type { Issuer } from './issuer.ts';
import { CommandLineClient, ConsoleClient, PeoplePool } from './user-pool.ts';

export interface IdentityStackProps extends StackProps {
  readonly configuration: Configuration;
  /** Where people are sent back to after sign-in. */
  readonly consoleOrigin: string;
  /** What the functions behind sign-in print. */
  readonly logGroup: LogGroup;
}

/** A Cognito user pool for the people of the deployment, with Cognito's own sign-in pages. */
export class IdentityStack extends Stack {
  readonly issuer: Issuer;
  readonly userPool: IUserPool;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { configuration, consoleOrigin, logGroup } = props;
    const tokenClaims = new LatchkeyFunction(this, 'TokenClaims', {
      folder: 'token-claims',
      description: 'Puts the email into access tokens',
      memoryMb: 256,
      timeout: Duration.seconds(5),
      logGroup,
    });
    const pool = new PeoplePool(this, 'People', { configuration, consoleOrigin, tokenClaims });
    const client = new ConsoleClient(this, 'ConsoleClient', pool, consoleOrigin);
    const commandLine = new CommandLineClient(this, 'CommandLineClient', pool);
    const domain = pool.addDomain('SignIn', {
      cognitoDomain: {
        domainPrefix: configuration.cognito.domainPrefix ?? uniqueDomainPrefix(configuration),
      },
    });
    if (configuration.adminEmail !== null) {
      new FirstAdministrator(this, 'FirstAdministrator', {
        userPool: pool,
        email: configuration.adminEmail,
        logGroup,
      });
    }

    this.userPool = pool;
    this.issuer = {
      issuer: pool.userPoolProviderUrl,
      audience: [client.userPoolClientId, commandLine.userPoolClientId],
      userClaim: 'email',
      consoleClientId: client.userPoolClientId,
      commandLineClientId: commandLine.userPoolClientId,
    };
    const outputs = {
      Issuer: pool.userPoolProviderUrl,
      ClientId: client.userPoolClientId,
      CommandLineClientId: commandLine.userPoolClientId,
      SignInUrl: domain.baseUrl(),
      UserPoolId: pool.userPoolId,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

/**
 * Sign-in hosts are named by a prefix that nobody else in the region may have, in any account, while templates
 * name no account: so it ends in the id that CloudFormation gave the stack (a UUID of 36 characters, of 63 that
 * Cognito takes). It stays as long as the stack does.
 */
function uniqueDomainPrefix({ deploymentName }: Configuration): string {
  const stackUuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `${deploymentName.slice(0, 26)}-${stackUuid}`;
}
