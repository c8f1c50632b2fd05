import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { keyView } from './view.ts';

const statuses = ['active', 'paused', 'expired'] as const;
const types = ['admin', 'end-user'] as const;

interface ListOptions {
  readonly search?: string;
  readonly user?: string[];
  readonly status?: (typeof statuses)[number][];
  readonly type?: (typeof types)[number][];
}

/** `latchkey keys list` */
export const addListKeys: AddCommand = (keys, run) => {
  keys
    .command('list')
    .alias('ls')
    .description('list API keys: your own, or all of them for those who manage keys')
    .option('--search <text>', 'part of name, user, description, id or prefix')
    .option('--user <userId...>', 'keys of these users')
    .addOption(new Option('--status <status...>', 'keys of these statuses').choices(statuses))
    .addOption(new Option('--type <type...>', 'keys of these types').choices(types))
    .addHelpText(
      'after',
      examples(
        'latchkey keys list --status active paused',
        'latchkey keys list --user ci-bot@example.com --output json',
        "latchkey keys list --output jsonl | jq -r 'select(.lastUsedAt == null) | .name'",
      ),
    )
    .action(
      run(async (context, { search, user, status, type }: ListOptions) => {
        const api = await context.api();
        const query = {
          ...(search !== undefined && { search }),
          ...(user !== undefined && { userId: user }),
          ...(status !== undefined && { status }),
          ...(type !== undefined && { type }),
        };
        await context.print.list(api.keys.list(query, { signal: context.surroundings.signal }), keyView);
      }),
    );
};
