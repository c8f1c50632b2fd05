import { type APIGatewayClient, GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';

export interface LoggingDependencies {
  readonly client: APIGatewayClient;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** `UpdateAccount` is admitted once in 20 seconds (quotas of API Gateway). */
const pauseMs = 21_000;
const attempts = 6;

/** While IAM has not settled, a new role is "not valid" or lacks its permissions; others change the account as well. */
const passing = new Set(['BadRequestException', 'ConflictException', 'TooManyRequestsException']);

/**
 * Sets the role with which API Gateway logs, unless there is one: all APIs of the account in the region share it.
 *
 * @throws the last error of API Gateway, after two minutes at most
 */
export async function giveLoggingRole(roleArn: string, { client, wait }: LoggingDependencies): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { cloudwatchRoleArn } = await client.send(new GetAccountCommand());
    if (cloudwatchRoleArn) return;
    try {
      const set = { op: 'replace', path: '/cloudwatchRoleArn', value: roleArn } as const;
      await client.send(new UpdateAccountCommand({ patchOperations: [set] }));
      return;
    } catch (error) {
      if (attempt === attempts || !(error instanceof Error) || !passing.has(error.name)) throw error;
    }
    await wait(pauseMs);
  }
}
