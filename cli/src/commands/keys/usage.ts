import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { first } from '../first.ts';
import { wholeNumber } from '../option-values.ts';
import { addRangeOptions, type RangeOptions, rangeOf } from '../range.ts';
import { printSummary, usageView } from '../usage/view.ts';
import { keyId, keyNames } from './find.ts';

const outcomes = ['success', 'denied', 'error'] as const;

interface UsageOptions extends RangeOptions {
  readonly summary?: boolean;
  readonly outcome?: (typeof outcomes)[number];
  readonly code?: string;
  readonly path?: string;
  readonly address?: string;
  readonly api?: string;
  readonly keyPrefix?: string;
  readonly limit?: number;
}

/** `latchkey keys usage` */
export const addKeyUsage: AddCommand = (keys, run) => {
  const command = keys
    .command('usage')
    .description('list the calls with an API key, newest first, or count them')
    .argument('<key>', 'its id or its name')
    .option('--summary', 'count them by day instead')
    .addOption(new Option('--outcome <outcome>', 'calls that ended so').choices(outcomes))
    .option('--code <code>', 'calls that ended with this code; VALID for those that were let through')
    .option('--path <path>', 'calls of this path; a * at its end stands for whatever follows')
    .option('--address <address>', 'calls from this address or range')
    .option('--api <name>', 'calls of this protected API; / for this API')
    .option('--key-prefix <prefix>', 'calls with the secret that begins so')
    .option('--limit <count>', 'no more than these', wholeNumber('--limit'))
    .addHelpText(
      'after',
      examples(
        "latchkey keys usage 'CI Pipeline' --limit 20",
        "latchkey keys usage 'CI Pipeline' --outcome denied --from 2027-06-01 --output jsonl",
        "latchkey keys usage 'CI Pipeline' --summary",
      ),
    )
    .action(
      run(async (context, options: UsageOptions, key: string) => {
        const api = await context.api();
        const id = await keyId(api, key);
        const range = rangeOf(options);
        if (options.summary === true) return await printSummary(context, await api.usage.summary(id, range));
        const { outcome, code, path, address, api: called, keyPrefix, limit } = options;
        const query = {
          ...range,
          ...(outcome !== undefined && { outcome }),
          ...(code !== undefined && { code }),
          ...(path !== undefined && { path }),
          ...(address !== undefined && { address }),
          ...(called !== undefined && { api: called }),
          ...(keyPrefix !== undefined && { keyPrefix }),
          limit: Math.min(limit ?? 100, 100),
        };
        const { signal } = context.surroundings;
        await context.print.list(first(api.usage.list(id, query, { signal }), limit), usageView);
      }),
    );
  addRangeOptions(command);
  completeWith(command, keyNames);
};
