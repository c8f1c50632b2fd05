import { etagOf } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { addRoleOptions, definitionOf, type RoleOptions } from './fields.ts';
import { roleNames, roleView } from './view.ts';

/** `latchkey roles update` */
export const addUpdateRole: AddCommand = (roles, run) => {
  const command = roles
    .command('update')
    .description('change what a role grants; what is not given stays')
    .argument('<name>')
    .addHelpText('after', examples('latchkey roles update reader --scopes database:read'))
    .action(
      run(async (context, options: RoleOptions, name: string) => {
        const given = definitionOf(options);
        if (Object.keys(given).length === 0)
          throw usageFailure('there is nothing to change', 'See: latchkey roles update --help');
        const api = await context.api();
        const role = await api.roles.get(name);
        const { description, scopes, accessRights } = role;
        const definition = { description, scopes, accessRights, ...given };
        const changed = await api.roles.replace(name, definition, { ifMatch: etagOf(role) });
        await context.print.record(changed, roleView);
      }),
    );
  addRoleOptions(command);
  completeWith(command, roleNames);
};
