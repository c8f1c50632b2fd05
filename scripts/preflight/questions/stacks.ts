import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { Answer, StackState } from '../account.ts';
import { ask, nameOf } from './ask.ts';
import type { ClientOptions } from './clients.ts';

/** Those of the stacks that there are. */
export function askStacks(options: ClientOptions, names: readonly string[]): Promise<Answer<StackState[]>> {
  const client = new CloudFormationClient(options);
  return ask('cloudformation:DescribeStacks', async () => {
    const stacks = await Promise.all(names.map((name) => describe(client, name)));
    return stacks.filter((stack) => stack !== null);
  });
}

async function describe(client: CloudFormationClient, name: string): Promise<StackState | null> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return stateOf(name, Stacks?.[0] ?? null);
  } catch (error) {
    if (isNotThere(error)) return null;
    throw error;
  }
}

function stateOf(name: string, stack: Stack | null): StackState | null {
  if (stack?.StackStatus === undefined) return null;
  return {
    name,
    status: stack.StackStatus,
    isProtected: stack.EnableTerminationProtection ?? false,
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    ) as Record<string, string>,
  };
}

/** CloudFormation has no error of its own for this. */
export function isNotThere(error: unknown): boolean {
  return nameOf(error) === 'ValidationError' && /does not exist/.test((error as Error).message);
}
