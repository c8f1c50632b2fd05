import { Validations } from 'aws-cdk-lib';
import type { Method, RestApi } from 'aws-cdk-lib/aws-apigateway';

/** Rules of cdk-nag that the API breaks on purpose, each with its reason. */
export function acknowledgeApiFindings(api: RestApi): void {
  Validations.of(api).acknowledge(
    {
      id: 'AwsSolutions-APIG2',
      reason:
        'The functions validate each request against the schemas that the OpenAPI document is made from, and ' +
        'name the wrong fields; the gateway would answer with its own text.',
    },
    {
      id: 'AwsSolutions-APIG3',
      reason:
        'A web ACL is priced per deployment and missing in some regions; the operator decides with waf.',
    },
    {
      id: 'AwsSolutions-APIG6',
      reason:
        'Execution logs hold request headers, and the headers hold API keys. The access log has every request.',
    },
    {
      id: 'AwsSolutions-COG4',
      reason:
        'API keys are what this API authenticates with; its own authorizer decides about every request.',
    },
  );
}

/** For a method that answers without credentials. */
export function acknowledgePublicMethod(method: Method, reason: string): void {
  Validations.of(method).acknowledge({ id: 'AwsSolutions-APIG4', reason });
}
