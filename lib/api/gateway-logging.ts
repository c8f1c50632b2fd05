import { ArnFormat, CustomResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allow } from '../functions/grant.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';

export interface GatewayLoggingProps {
  readonly logGroup: LogGroup;
}

/**
 * The role with which API Gateway writes logs, for an account and region that has none: a stage with an access log
 * cannot be created without. An `AWS::ApiGateway::Account` would replace the role that other APIs log with, and take it
 * from them when the stack goes.
 */
export class GatewayLogging extends Construct {
  constructor(scope: Construct, id: string, { logGroup }: GatewayLoggingProps) {
    super(scope, id);
    const role = new Role(this, 'CloudWatchRole', {
      description: 'API Gateway writes logs with it, where the account had no other role for that',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(role).acknowledge({
      id:
        'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/' +
        'AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'The policy that API Gateway documents for the role with which an account lets it write logs.',
    });
    const fn = new LatchkeyFunction(this, 'Function', {
      folder: 'gateway-logging',
      description: 'Lets API Gateway write logs where it may not yet',
      memoryMb: 256,
      timeout: Duration.minutes(5),
      logGroup,
    });
    const account = Stack.of(this).formatArn({
      service: 'apigateway',
      account: '',
      resource: '/account',
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    allow(fn, { actions: ['apigateway:GET', 'apigateway:PATCH'], resources: [account] });
    allow(fn, { actions: ['iam:PassRole'], resources: [role.roleArn] });
    const resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::GatewayLogging',
      serviceToken: fn.functionArn,
      serviceTimeout: Duration.minutes(6),
      properties: { RoleArn: role.roleArn },
    });
    resource.node.addDependency(fn);
  }
}
