import type { Principal } from '@latchkey/client';
import { type DefineCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';

const view: View<Principal> = {
  columns: [
    { title: 'user', value: ({ userId }) => userId },
    { title: 'via', value: ({ via, apiKey }) => (apiKey === null ? 'sign-in' : `${via} ${apiKey.name}`) },
    { title: 'roles', value: ({ roles }) => roles.join(', ') },
    { title: 'scopes', value: ({ scopes }) => scopes.join(', ') },
  ],
  fields: ['userId', 'via', 'roles', 'scopes', 'accessRights', 'apiKey'],
  name: ({ userId }) => userId,
};

/** `latchkey whoami` */
export const defineWhoami: DefineCommand = (command, run) => {
  command
    .addHelpText('after', examples('latchkey whoami', 'latchkey whoami --output json'))
    .action(run(async (context) => await context.print.record(await (await context.api()).me(), view)));
};
