import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Answer, ExistingLogGroup } from '../account.ts';
import { ask } from './ask.ts';
import type { ClientOptions } from './clients.ts';
import { isNotThere } from './stacks.ts';

/** Those of the log groups that there are. */
export function askLogGroups(
  options: ClientOptions,
  names: readonly string[],
): Promise<Answer<ExistingLogGroup[]>> {
  const [logs, cloudFormation] = [new CloudWatchLogsClient(options), new CloudFormationClient(options)];
  return ask('logs:DescribeLogGroups or cloudformation:DescribeStackResources', async () => {
    const groups = await Promise.all(names.map((name) => find(logs, name)));
    return Promise.all(
      groups
        .filter((group) => group !== null)
        .map(async (group) => ({ ...group, stackName: await ownerOf(cloudFormation, group.name) })),
    );
  });
}

/** The name itself sorts before all others that begin with it, so that it is on the first page. */
async function find(
  client: CloudWatchLogsClient,
  name: string,
): Promise<Omit<ExistingLogGroup, 'stackName'> | null> {
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const group = logGroups?.find(({ logGroupName }) => logGroupName === name);
  return group === undefined ? null : { name, isProtected: group.deletionProtectionEnabled ?? false };
}

/** A stack that was deleted or rolled back, and kept the resource, still lists it: as `DELETE_SKIPPED`. */
async function ownerOf(client: CloudFormationClient, name: string): Promise<string | null> {
  const command = new DescribeStackResourcesCommand({ PhysicalResourceId: name });
  const { StackResources } = await client.send(command).catch((error: unknown) => {
    if (isNotThere(error)) return { StackResources: [] };
    throw error;
  });
  const owned = StackResources?.find(
    ({ PhysicalResourceId, ResourceStatus }) =>
      PhysicalResourceId === name && ResourceStatus?.startsWith('DELETE_') === false,
  );
  return owned?.StackName ?? null;
}
