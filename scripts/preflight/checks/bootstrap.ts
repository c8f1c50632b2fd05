import type { StackState } from '../account.ts';
import { type Finding, ok, short } from '../finding.ts';

/** What stacks of today's CDK ask for (`requiresBootstrapStackVersion` of the cloud assembly). */
const leastVersion = 6;

/** Whether `cdk bootstrap` was run, lately enough. */
export function checkBootstrap(stackName: string, found: readonly StackState[]): Finding {
  const remedy = 'Run npx cdk bootstrap.';
  const stack = found.find(({ name }) => name === stackName);
  if (stack === undefined) {
    return short(`CDK's bootstrap stack ${stackName} is not in this account and region.`, remedy);
  }
  const version = Number(stack.outputs['BootstrapVersion'] ?? 0);
  const says = `CDK's bootstrap stack ${stackName} has version ${version}, and ${leastVersion} is needed`;
  return version >= leastVersion ? ok(`${says}.`) : short(`${says}.`, remedy);
}
