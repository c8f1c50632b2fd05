import type { Revocation } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';
import { completeWith } from '../completion/candidates.ts';
import { userNames } from './view.ts';

const view: View<Revocation> = {
  columns: [{ title: 'keys revoked', value: ({ revoked }) => String(revoked) }],
  fields: ['revoked'],
  name: ({ revoked }) => String(revoked),
};

/** `latchkey users revoke-keys` */
export const addRevokeKeys: AddCommand = (users, run) => {
  const command = users
    .command('revoke-keys')
    .description('delete all API keys of a user')
    .argument('<userId>')
    .addHelpText('after', examples('latchkey users revoke-keys ann@example.com'))
    .action(
      run(async (context, _options, userId: string) => {
        const api = await context.api();
        await context.confirm(`Delete all keys of ${userId}? They stop working at once, for good.`);
        await context.print.record(await api.users.revokeKeys(userId), view);
      }),
    );
  completeWith(command, userNames);
};
