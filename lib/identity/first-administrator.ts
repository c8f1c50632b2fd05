import { RemovalPolicy } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, Logging, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

export interface FirstAdministratorProps {
  readonly userPool: IUserPool;
  readonly email: string;
  readonly logGroup: ILogGroup;
}

/**
 * Invites the first administrator by email. It acts when it is created and never again: a later deployment
 * without `adminEmail` removes nobody, and one that names them again finds them there. An
 * `AWS::Cognito::UserPoolUser` would delete the account in the one case and fail in the other.
 */
export class FirstAdministrator extends Construct {
  constructor(scope: Construct, id: string, props: FirstAdministratorProps) {
    super(scope, id);
    const { userPool, email, logGroup } = props;
    const role = new Role(this, 'Role', {
      description: 'Invites the first administrator',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({ actions: ['cognito-idp:AdminCreateUser'], resources: [userPool.userPoolArn] }),
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
    const invitation = new AwsCustomResource(this, 'Invitation', {
      resourceType: 'Custom::FirstAdministrator',
      role,
      logGroup,
      installLatestAwsSdk: false,
      removalPolicy: RemovalPolicy.RETAIN,
      onCreate: {
        service: 'cognito-identity-provider',
        action: 'AdminCreateUser',
        parameters: {
          UserPoolId: userPool.userPoolId,
          Username: email,
          UserAttributes: [
            { Name: 'email', Value: email },
            { Name: 'email_verified', Value: 'true' },
          ],
          DesiredDeliveryMediums: ['EMAIL'],
        },
        ignoreErrorCodesMatching: 'UsernameExistsException',
        physicalResourceId: PhysicalResourceId.of('first-administrator'),
        // The answer holds nothing that anyone reads, and a person's address.
        outputPaths: ['User.UserStatus'],
        logging: Logging.withDataHidden(),
      },
    });
    invitation.node.addDependency(policy);
  }
}
