import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Answer, Concurrency } from '../account.ts';
import { ask } from './ask.ts';
import type { ClientOptions } from './clients.ts';

export function askConcurrency(options: ClientOptions): Promise<Answer<Concurrency>> {
  return ask('lambda:GetAccountSettings', async () => {
    const { AccountLimit } = await new LambdaClient(options).send(new GetAccountSettingsCommand({}));
    return {
      total: AccountLimit?.ConcurrentExecutions ?? 0,
      unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
    };
  });
}
