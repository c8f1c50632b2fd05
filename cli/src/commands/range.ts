import type { Command } from 'commander';

export interface RangeOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Options for a time from when to when. */
export function addRangeOptions(command: Command): Command {
  return command
    .option('--from <when>', 'from this day or time on')
    .option('--to <when>', 'until this day or time');
}

export function rangeOf({ from, to }: RangeOptions): RangeOptions {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
