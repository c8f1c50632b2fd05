import type { Identity } from './account.ts';
import type { Finding } from './finding.ts';

export interface Report {
  readonly lines: readonly string[];
  /** 1 where something will not fit. */
  readonly exitCode: 0 | 1;
}

/** A line for each finding, one for its remedy, and what it comes to. */
export function reportOf(
  { accountId, region }: Identity,
  deploymentName: string,
  findings: readonly Finding[],
): Report {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [shortages, unknowns] = [count('short'), count('unknown')];
  const unchecked = unknowns === 0 ? '' : `; ${unknowns} could not be checked`;
  return {
    lines: [
      `Account ${accountId}, region ${region}, deployment ${deploymentName}`,
      ...findings.flatMap(linesOf),
      `${shortages === 0 ? 'Nothing stands in the way' : `${shortages} of ${findings.length} will not fit`}${unchecked}.`,
    ],
    exitCode: shortages === 0 ? 0 : 1,
  };
}

function linesOf({ state, says, remedy }: Finding): string[] {
  return [
    `${state.padEnd(8)} ${says}`,
    ...(remedy === undefined ? [] : [`${''.padEnd(8)} Remedy: ${remedy}`]),
  ];
}
