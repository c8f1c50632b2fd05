import type { Configuration } from '../../../lib/configuration/configuration.ts';
import { quotas } from '../../capacity/quotas.ts';
import type { GatewayAccount } from '../account.ts';
import { askFor, figure, type Finding, ok, short } from '../finding.ts';

/** Whether API Gateway lets in what the stage is to let in. */
export function checkThrottle(
  { throttle }: Pick<Configuration, 'throttle'>,
  { rateLimit, burstLimit }: Pick<GatewayAccount, 'rateLimit' | 'burstLimit'>,
): Finding {
  const says =
    `API Gateway lets ${figure(rateLimit)} calls a second (burst ${figure(burstLimit)}) into all APIs of the account ` +
    `in this region; throttle asks for ${figure(throttle.rateLimit)} (burst ${figure(throttle.burstLimit)})`;
  const remedies = [
    ...(throttle.rateLimit > rateLimit
      ? [
          `${askFor(throttle.rateLimit, quotas.gatewayRate)}, or set throttle.rateLimit to ${rateLimit} in cdk.json.`,
        ]
      : []),
    ...(throttle.burstLimit > burstLimit
      ? [`Set throttle.burstLimit to ${burstLimit}: AWS derives the account's from its rate.`]
      : []),
  ];
  return remedies.length === 0 ? ok(`${says}.`) : short(`${says}.`, remedies.join(' '));
}

/**
 * Whether stages will have a role to log with: an account has one in each region (API Gateway developer guide, "Set up
 * CloudWatch logging for REST APIs"). One that is there stays.
 */
export function checkCloudWatchRole(
  { gatewayCloudWatchRole }: Pick<Configuration, 'gatewayCloudWatchRole'>,
  { cloudWatchRoleArn }: Pick<GatewayAccount, 'cloudWatchRoleArn'>,
): Finding {
  if (cloudWatchRoleArn !== null) return ok(`API Gateway logs with the role ${cloudWatchRoleArn}.`);
  return gatewayCloudWatchRole
    ? ok('API Gateway has no CloudWatch role here yet, and gets one.')
    : short(
        'API Gateway has no CloudWatch role here, and a stage with an access log cannot be created without.',
        'Set gatewayCloudWatchRole to true in cdk.json.',
      );
}
