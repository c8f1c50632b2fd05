import type { StackState } from '../account.ts';
import { type Finding, ok, short } from '../finding.ts';

/** Whether the stacks that are there can be deployed to. */
export function checkStacks(found: readonly StackState[]): Finding[] {
  const stuck = found.flatMap((stack) => checkStack(stack) ?? []);
  if (stuck.length > 0) return stuck;
  if (found.length === 0) return [ok('No stack of this deployment is there yet.')];
  return [ok(`Can be deployed to: ${found.map(({ name, status }) => `${name} (${status})`).join(', ')}.`)];
}

/** Null for a stack that can be deployed to. `REVIEW_IN_PROGRESS` is one that holds nothing yet. */
function checkStack({ name, status, isProtected }: StackState): Finding | null {
  const says = `The stack ${name} is ${status}`;
  if (status.endsWith('_IN_PROGRESS')) {
    return status === 'REVIEW_IN_PROGRESS' ? null : short(`${says}.`, 'Wait until that is over.');
  }
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED') {
    // CDK deletes what failed at its creation before it tries again.
    if (!isProtected) return null;
    const unprotect = `aws cloudformation update-termination-protection --stack-name ${name} --no-enable-termination-protection`;
    return short(
      `${says}: its creation failed, and its termination protection keeps CDK from deleting it.`,
      `${unprotect} && aws cloudformation delete-stack --stack-name ${name}`,
    );
  }
  if (!status.endsWith('_FAILED')) return null;
  return short(
    `${says}, and takes no deployment.`,
    status === 'DELETE_FAILED'
      ? `See in its events what would not go, and delete it again: aws cloudformation delete-stack --stack-name ${name}`
      : `See in its events why, and take it back: npx cdk rollback ${name}`,
  );
}
