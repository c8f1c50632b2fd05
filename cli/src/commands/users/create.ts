import type { CreatedUser } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';
import { listOption } from '../option-values.ts';
import { userView } from './view.ts';

interface CreateOptions {
  readonly name?: string;
  readonly roles?: string[];
  readonly disabled?: boolean;
  readonly invite?: boolean;
}

const createdView: View<CreatedUser> = {
  ...userView,
  details: [
    ...(userView.details ?? []),
    { title: 'invitation', value: ({ invitation }) => invitation ?? 'none' },
  ],
  fields: [...userView.fields, 'invitation'],
};

/** `latchkey users create` */
export const addCreateUser: AddCommand = (users, run) => {
  users
    .command('create')
    .description('add a user: a person, or a program that keys impersonate')
    .argument('<userId>', 'such as their email')
    .option('--name <text>', 'how they are shown')
    .option('--roles <names>', 'what they hold, with commas between them', listOption)
    .option('--disabled', 'nobody can act as them until they are enabled')
    .option('--invite', 'make an account at sign-in, and send the person a mail')
    .addHelpText(
      'after',
      examples(
        'latchkey users create ci-bot@example.com --roles reader',
        "latchkey users create ann@example.com --name 'Ann' --roles reader,writer --invite",
      ),
    )
    .action(
      run(async (context, { name, roles, disabled, invite }: CreateOptions, userId: string) => {
        const api = await context.api();
        const created = await api.users.create({
          userId,
          ...(name !== undefined && { displayName: name }),
          ...(roles !== undefined && { roles }),
          ...(disabled === true && { status: 'disabled' as const }),
          ...(invite === true && { invite }),
        });
        await context.print.record(created, createdView);
      }),
    );
};
