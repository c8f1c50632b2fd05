import { arnOf } from '../aws.ts';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { bucket } from './bucket.ts';
import { userPool, userPoolClient, userPoolDomain } from './cognito.ts';
import { customResource } from './custom-resource.ts';
import { distribution, edgeFunction, responseHeadersPolicy } from './distribution.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { eventsRule } from './events-rule.ts';
import { lambdaAlias, lambdaFunction, lambdaVersion, trigger } from './lambda.ts';
import { logGroup, subscriptionFilter } from './logs.ts';
import type { ResourceHandler } from './resource-handler.ts';
import { apiResource, gatewayResponse, restApi, stage } from './rest-api.ts';
import { authorizer, method } from './rest-api-method.ts';
import { secret } from './secret.ts';
import { ssmParameter } from './ssm-parameter.ts';
import { table } from './table.ts';

const handlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::ApiGateway::Authorizer': authorizer,
  'AWS::ApiGateway::GatewayResponse': gatewayResponse,
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::Resource': apiResource,
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Stage': stage,
  'AWS::CloudFront::Distribution': distribution,
  'AWS::CloudFront::Function': edgeFunction,
  'AWS::CloudFront::ResponseHeadersPolicy': responseHeadersPolicy,
  'AWS::CloudFormation::CustomResource': customResource,
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': userPoolClient,
  'AWS::Cognito::UserPoolDomain': userPoolDomain,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Rule': eventsRule,
  'AWS::Lambda::Alias': lambdaAlias,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Version': lambdaVersion,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::SubscriptionFilter': subscriptionFilter,
  'AWS::S3::Bucket': bucket,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::SecretsManager::Secret': secret,
  'Custom::Trigger': trigger,
};

/** Types, or whole services, without which an API works on a laptop, each with the reason. */
const withoutEffect: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': "it lets API Gateway write logs; the laptop's gateway needs no permission",
  'AWS::ApiGateway::BasePathMapping': 'the laptop answers under its own address',
  'AWS::ApiGateway::Deployment': 'the laptop serves what the template says, not a snapshot of it',
  'AWS::ApiGateway::DomainName': 'the laptop answers under its own address',
  'AWS::Budgets::': 'a laptop has no bill',
  'AWS::CDK::Metadata': 'usage data for the CDK',
  'AWS::CloudFront::OriginAccessControl': 'the folder cannot be reached over a network',
  'AWS::CloudWatch::': 'metrics, alarms and dashboards matter in an account only',
  'AWS::IAM::': 'the laptop checks no IAM permissions; every function may do everything',
  'AWS::KMS::': 'nothing is encrypted on a laptop',
  'AWS::Lambda::Permission': 'every function may be invoked on a laptop',
  'AWS::Logs::LogStream': 'whoever writes to a stream creates it',
  'AWS::Logs::MetricFilter': 'the laptop has no metrics',
  'AWS::Logs::QueryDefinition': 'saved queries for the console of CloudWatch',
  'AWS::Route53::': 'the laptop has no names to look up',
  'AWS::S3::BucketPolicy': 'the folder cannot be reached over a network',
  'AWS::SNS::': 'alarms notify nobody on a laptop',
  'AWS::SecretsManager::ResourcePolicy': 'the laptop checks no IAM permissions',
  'AWS::WAFv2::': 'a laptop has one caller',
  'Custom::FirstAdministrator': 'nobody is invited by email; everyone may sign in with the local issuer',
  'Custom::GatewayLogging': "it lets API Gateway write logs; the laptop's gateway needs no permission",
  'Custom::LogRetention': 'files are kept for ever on a laptop',
  'Custom::S3AutoDeleteObjects': 'it acts when a stack is deleted',
};

/** Types that people may expect to work, with what is missing. */
const refused: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Model': 'models are not supported, since nothing validates with them',
  'AWS::ApiGateway::RequestValidator': 'request validation is not emulated',
  'AWS::ApiGateway::UsagePlan': 'usage plans are not emulated',
  'AWS::ApiGatewayV2::Api': 'HTTP APIs and WebSocket APIs are not served on a laptop',
  'Custom::AWS': 'calls of AWS services at deployment are not emulated',
  'AWS::Lambda::LayerVersion': 'layers are not supported; bundle the code instead',
};

/** Whether resources of a type may be left out. */
export function isWithoutEffect(type: string): boolean {
  if (handlers[type] !== undefined) return false;
  return Object.keys(withoutEffect).some((known) =>
    known.endsWith('::') ? type.startsWith(known) : type === known,
  );
}

/** Whether a function of the templates is to answer for a resource. */
function isCustom({ type, properties }: ResolvedResource): boolean {
  const isKnown = isWithoutEffect(type) || refused[type] !== undefined;
  return type.startsWith('Custom::') && 'ServiceToken' in properties && !isKnown;
}

/** Creates a resource if its type is known, or refuses it. */
export const createResource: ResourceHandler = async (resource, cloud) => {
  const { type, logicalId, stackName } = resource;
  const handler = handlers[type];
  if (handler !== undefined) return await handler(resource, cloud);
  if (isCustom(resource)) return await customResource(resource, cloud);
  if (!isWithoutEffect(type)) {
    throw new UnsupportedError(resource, refused[type] ?? 'this resource type is not supported on a laptop');
  }
  const service = type.split('::')[1]?.toLowerCase() ?? 'custom';
  const arn = arnOf(service, `${stackName}/${logicalId}`);
  // Other resources may refer to one that is not there. They get names without anything behind them.
  return {
    ref: logicalId,
    attributes: { Arn: arn, FunctionARN: arn, Id: logicalId, KeyId: logicalId, TopicName: logicalId },
  };
};
