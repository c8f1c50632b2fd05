import { isoTime } from '../../lambdas/domain/time.ts';
import type { Lost } from './plan/planned.ts';
import type { RestoreResult } from './restore.ts';

/** What a restore did, or would do, in lines for an operator. No secret and no hash is in them. */
export function reportOf({ plan, eventCount, logEndsAt, left }: RestoreResult, isApplied: boolean): string[] {
  const { keys, lost, lostWebhooks, doubts } = plan;
  const rotated = keys.filter(({ isSecretKnown }) => !isSecretKnown);
  const did = isApplied ? 'were written' : 'would be written';
  return [
    `${plan.roles.length} roles, ${plan.users.length} users, ${plan.apis.length} protected APIs, ` +
      `${plan.webhooks.length} webhooks and ${keys.length} keys ${did}, ` +
      `${plan.halves.length} of their halves that Credentials alone lacks, and ${eventCount} audit events`,
    `${plan.present} are in the live tables; ${plan.ended} have ended since the copy; ` +
      `${plan.purged.length} keys are past their retention`,
    `The log ends at ${logEndsAt ?? 'its beginning'}: what was done later is not known`,
    ...section(
      'Rotated since the copy, so that they need a new secret (rotate, then resume):',
      rotated.map(({ key }) => `${key.id}  ${key.name}  ${key.userId}`),
    ),
    ...section(
      'Made after the copy, and lost, since only the tables had their hashes (create them anew):',
      lost.map(lineOf),
    ),
    ...section(
      'Webhooks made after the copy, and lost, since only the tables had their URLs (make them anew):',
      lostWebhooks.map(lineOf),
    ),
    ...section('In doubt (look at each):', doubts),
    ...(left === 0
      ? []
      : [`${left} were not written, since the live tables changed meanwhile: run this again`]),
    ...(isApplied ? [] : ['This was a dry run. Write it with --apply']),
  ];
}

function lineOf({ id, name, userId, createdAt }: Lost): string {
  return `${id}  ${name}  ${userId}  ${isoTime(createdAt)}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${oneLine(line)}`), ''];
}

/** Names are their givers': none of them may pretend to be another line. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
