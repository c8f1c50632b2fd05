import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import type { Answer, GatewayAccount } from '../account.ts';
import { ask } from './ask.ts';
import type { ClientOptions } from './clients.ts';

/**
 * The throttle in force. Service Quotas is not asked: in regions with a lower default it names the common one
 * (re:Post, "API Gateway throttling discrepancy").
 */
export function askGateway(options: ClientOptions): Promise<Answer<GatewayAccount>> {
  return ask('apigateway:GET on /account', async () => {
    const { throttleSettings, cloudwatchRoleArn } = await new APIGatewayClient(options).send(
      new GetAccountCommand({}),
    );
    return {
      rateLimit: throttleSettings?.rateLimit ?? 0,
      burstLimit: throttleSettings?.burstLimit ?? 0,
      cloudWatchRoleArn: cloudwatchRoleArn || null,
    };
  });
}
