import { type AddCommand, examples } from '../../command.ts';
import { addFieldOptions, type FieldOptions, fieldsOf } from './fields.ts';
import { printMinted } from './minted.ts';

interface CreateOptions extends FieldOptions {
  readonly user?: string;
}

/** `latchkey keys create` */
export const addCreateKey: AddCommand = (keys, run) => {
  const command = keys
    .command('create')
    .description('make an API key, and show its secret this once')
    .argument('<name>', 'unique in the deployment')
    .option('--user <userId>', 'whom the key impersonates (you, if not given)')
    .addHelpText(
      'after',
      examples(
        "latchkey keys create 'CI Pipeline' --expires 90d --scopes database:read",
        "latchkey keys create 'CI Pipeline' --user ci-bot@example.com --expires 90d --quiet | pbcopy",
      ),
    )
    .action(
      run(async (context, options: CreateOptions, name: string) => {
        const api = await context.api();
        const { user } = options;
        const body = { name, ...(user !== undefined && { userId: user }), ...fieldsOf(options) };
        await printMinted(context, await api.keys.create(body));
      }),
    );
  addFieldOptions(command);
};
