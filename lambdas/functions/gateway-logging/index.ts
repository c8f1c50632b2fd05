import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { setTimeout as sleep } from 'node:timers/promises';
import { customResource } from '../custom-resource.ts';
import { giveLoggingRole, type LoggingDependencies } from './give-role.ts';

/**
 * Lets API Gateway write access logs in this account and region, where it may not yet. On deletion it does nothing: other
 * APIs may log with the role by then.
 */
export function makeHandler(deps: LoggingDependencies) {
  return customResource(
    () => 'gateway-logging',
    async ({ RequestType, ResourceProperties }) => {
      if (RequestType !== 'Delete') await giveLoggingRole(String(ResourceProperties['RoleArn']), deps);
    },
  );
}

export const handler = makeHandler({
  client: new APIGatewayClient(),
  wait: (ms) => sleep(ms),
});
