import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { userView } from './view.ts';

const statuses = ['active', 'disabled'] as const;

interface ListOptions {
  readonly search?: string;
  readonly status?: (typeof statuses)[number];
  readonly role?: string;
}

/** `latchkey users list` */
export const addListUsers: AddCommand = (users, run) => {
  users
    .command('list')
    .alias('ls')
    .description('list users')
    .option('--search <text>', 'part of their id or name')
    .addOption(new Option('--status <status>', 'users of this status').choices(statuses))
    .option('--role <name>', 'users who hold this role')
    .addHelpText('after', examples('latchkey users list', 'latchkey users list --role admin --quiet'))
    .action(
      run(async (context, { search, status, role }: ListOptions) => {
        const api = await context.api();
        const query = {
          ...(search !== undefined && { search }),
          ...(status !== undefined && { status }),
          ...(role !== undefined && { role }),
        };
        await context.print.list(api.users.list(query, { signal: context.surroundings.signal }), userView);
      }),
    );
};
