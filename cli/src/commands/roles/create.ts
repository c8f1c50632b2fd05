import { type AddCommand, examples } from '../../command.ts';
import { addRoleOptions, definitionOf, type RoleOptions } from './fields.ts';
import { roleView } from './view.ts';

/** `latchkey roles create` */
export const addCreateRole: AddCommand = (roles, run) => {
  const command = roles
    .command('create')
    .description('add a role; it grants nothing but what is given')
    .argument('<name>', 'of a–z, 0–9 and -')
    .addHelpText(
      'after',
      examples(
        'latchkey roles create reader --scopes database:read,logs:read',
        `latchkey roles create sales --access-rights '{"projects":{"sales":{"modules":{"*":"read"}}}}'`,
      ),
    )
    .action(
      run(async (context, options: RoleOptions, name: string) => {
        const api = await context.api();
        await context.print.record(await api.roles.create({ name, ...definitionOf(options) }), roleView);
      }),
    );
  addRoleOptions(command);
};
