import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

export interface RequestRateProps {
  readonly deploymentName: string;
  readonly stage: Stage;
  /** Requests of one source address within five minutes, 10 at least (WAF developer guide, "Rate-based rule"). */
  readonly requestsPerAddress: number;
}

/**
 * A web ACL before the API: an address that sends more is answered 503 with `Retry-After` until it sends less, before
 * anything of Latchkey runs. WAF counts about every ten seconds, so some more get through.
 */
export class RequestRate extends Construct {
  constructor(scope: Construct, id: string, { deploymentName, stage, requestsPerAddress }: RequestRateProps) {
    super(scope, id);
    // Samples would hold headers as sent, where keys stand.
    const counted = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      name: deploymentName,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: counted(deploymentName),
      rules: [
        {
          name: 'RequestsPerAddress',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              limit: requestsPerAddress,
            },
          },
          visibilityConfig: counted(`${deploymentName}-requests-per-address`),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { webAclArn: acl.attrArn, resourceArn: stage.stageArn });
  }
}
