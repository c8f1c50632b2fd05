import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DeploymentMetrics } from './metrics.ts';

export interface LatchkeyDashboardProps {
  readonly deploymentName: string;
  readonly metrics: DeploymentMetrics;
}

/** One page: what callers see, the hot path, what follows calls and changes, the tables. */
export class LatchkeyDashboard extends Construct {
  constructor(scope: Construct, id: string, props: LatchkeyDashboardProps) {
    super(scope, id);
    const { metrics } = props;
    new Dashboard(this, 'Resource', {
      dashboardName: props.deploymentName,
      widgets: [
        [
          graph('Requests', [metrics.requests, metrics.clientErrors, metrics.serverErrors]),
          graph('Latency (ms)', [metrics.latencyP50, metrics.latencyP99]),
        ],
        [
          graph('Authorizer', [metrics.authorizerErrors, metrics.authorizerThrottles, metrics.handlerErrors]),
          graph('Authorizer duration (ms)', [metrics.authorizerP50, metrics.authorizerP99]),
        ],
        [
          graph('Gateway authorizer', [metrics.gatewayAuthorizerErrors, metrics.gatewayAuthorizerThrottles]),
          graph('Gateway authorizer duration (ms)', [
            metrics.gatewayAuthorizerP50,
            metrics.gatewayAuthorizerP99,
          ]),
        ],
        [
          graph('Calls judged', metrics.callsJudged),
          graph('Concurrent executions of the authorizers', metrics.concurrentVerdicts),
        ],
        [
          graph('Age of the oldest audit event to export (ms)', [metrics.exporterIteratorAge]),
          graph('Audit export', [metrics.exporterErrors, metrics.undelivered]),
        ],
        [
          graph('Age of the oldest expired key to purge (ms)', [metrics.reconcilerIteratorAge]),
          graph('Purging', [metrics.reconcilerErrors, metrics.unpurged]),
        ],
        [
          graph('Age of the oldest event to tell webhooks (ms)', [metrics.dispatcherIteratorAge]),
          graph('Webhooks', [metrics.webhookErrors, metrics.undispatched]),
        ],
        [
          graph('Usage recording', [metrics.recorderErrors, metrics.recorderThrottles, metrics.unrecorded]),
          graph('Refused calls', [
            metrics.rateLimitedCalls,
            metrics.unauthenticatedCalls,
            metrics.forbiddenCalls,
          ]),
        ],
        [graph('Read units', metrics.consumedReads), graph('Write units', metrics.consumedWrites)],
        [
          graph('Throttles', [metrics.tableThrottles, metrics.indexThrottles, metrics.dueIndexThrottles]),
          graph(
            'DynamoDB system errors',
            metrics.tableSystemErrors.map(({ metric }) => metric),
          ),
        ],
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
