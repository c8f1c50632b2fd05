import type { ExistingLogGroup } from '../account.ts';
import type { WantedLogGroup } from '../deployment-names.ts';
import { type Finding, ok, short } from '../finding.ts';

/** Whether the names of the log groups are free, or have the stack already that is to have them. */
export function checkLogGroups(
  wanted: readonly WantedLogGroup[],
  existing: readonly ExistingLogGroup[],
): Finding[] {
  const found = new Map(existing.map((group) => [group.name, group]));
  const blocked = wanted.flatMap(({ name, stack }) => {
    const group = found.get(name);
    return group === undefined || group.stackName === stack ? [] : [blockedBy(group, stack)];
  });
  if (blocked.length > 0) return blocked;
  const taken = wanted.filter(({ name }) => found.has(name));
  const names = (groups: readonly WantedLogGroup[]) => groups.map(({ name }) => name).join(', ');
  return [
    ok(
      taken.length === 0
        ? `The log groups' names are free: ${names(wanted)}.`
        : `The log groups that are there belong to this deployment: ${names(taken)}.`,
    ),
  ];
}

function blockedBy({ name, isProtected, stackName }: ExistingLogGroup, stack: string): Finding {
  const other = 'choose another deploymentName in cdk.json';
  if (stackName !== null) {
    return short(
      `The log group ${name} belongs to the stack ${stackName}, and ${stack} cannot create it again.`,
      `Take it out of that stack and into this one (docs/upgrading.md), or ${other}.`,
    );
  }
  const unprotect = `aws logs put-log-group-deletion-protection --log-group-identifier ${name} --no-deletion-protection-enabled`;
  const remove = `aws logs delete-log-group --log-group-name ${name}`;
  return short(
    `The log group ${name} is there, kept from an earlier deployment perhaps, and ${stack} cannot create it again.`,
    `Export what it holds and delete it (${isProtected ? `${unprotect} && ${remove}` : remove}), take it over ` +
      `(npx cdk import ${stack}), or ${other}.`,
  );
}
