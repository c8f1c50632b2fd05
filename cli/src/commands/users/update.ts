import { etagOf, type Latchkey, type UserChanges } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { listOption } from '../option-values.ts';
import { userNames, userView } from './view.ts';

interface UpdateOptions {
  readonly name?: string;
  readonly roles?: string[];
  readonly addRoles?: string[];
  readonly removeRoles?: string[];
}

/** `latchkey users update` */
export const addUpdateUser: AddCommand = (users, run) => {
  const command = users
    .command('update')
    .description("change a user's name and roles")
    .argument('<userId>')
    .option('--name <text>', 'how they are shown')
    .option('--roles <names>', 'all that they hold from now on, with commas between them', listOption)
    .option('--add-roles <names>', 'what they hold as well', listOption)
    .option('--remove-roles <names>', 'what they hold no more', listOption)
    .addHelpText(
      'after',
      examples(
        'latchkey users update ci-bot@example.com --roles reader,writer',
        'latchkey users update ci-bot@example.com --remove-roles writer',
      ),
    )
    .action(
      run(async (context, options: UpdateOptions, userId: string) => {
        const { name, roles, addRoles, removeRoles } = options;
        if (roles !== undefined && (addRoles !== undefined || removeRoles !== undefined))
          throw usageFailure('--roles says all of them: it goes with neither --add-roles nor --remove-roles');
        const api = await context.api();
        const changed =
          addRoles === undefined && removeRoles === undefined
            ? { ...(roles !== undefined && { roles }), ifMatch: null }
            : await rolesAfter(api, userId, addRoles ?? [], removeRoles ?? []);
        const { ifMatch, ...others } = changed;
        const changes: UserChanges = { ...(name !== undefined && { displayName: name }), ...others };
        if (Object.keys(changes).length === 0)
          throw usageFailure('there is nothing to change', 'See: latchkey users update --help');
        await context.print.record(await api.users.update(userId, changes, { ifMatch }), userView);
      }),
    );
  completeWith(command, userNames);
};

/** With the version that they are counted from: somebody else's change meanwhile must not be undone. */
async function rolesAfter(
  api: Latchkey,
  userId: string,
  added: readonly string[],
  removed: readonly string[],
): Promise<{ roles: string[]; ifMatch: string | null }> {
  const user = await api.users.get(userId);
  const roles = [...new Set([...user.roles, ...added])].filter((role) => !removed.includes(role));
  return { roles, ifMatch: etagOf(user) };
}
