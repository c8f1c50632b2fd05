import type { ProtectedRoute } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';
import { completeWith } from '../completion/candidates.ts';
import { apiNames, apiView } from './view.ts';

const routeView: View<ProtectedRoute> = {
  columns: [
    { title: 'method', value: ({ method }) => method },
    { title: 'path', value: ({ path }) => path },
    { title: 'needs', value: ({ scopes = [] }) => scopes.join(', ') },
    {
      title: 'rights',
      value: ({ project, module, environment, action }) =>
        [project, module, environment, action].filter((part) => part !== undefined).join(' '),
    },
    { title: 'cost', value: ({ cost = 1 }) => String(cost) },
  ],
  fields: ['method', 'path', 'scopes', 'project', 'module', 'environment', 'action', 'cost'],
  name: ({ method, path }) => `${method} ${path}`,
};

/** `latchkey apis get` */
export const addGetApi: AddCommand = (apis, run) => {
  const command = apis
    .command('get')
    .description('show one protected API, and what each of its routes needs')
    .argument('<name>')
    .addHelpText('after', examples('latchkey apis get orders', 'latchkey apis get orders --output yaml'))
    .action(
      run(async (context, _options, name: string) => {
        const found = await (await context.api()).apis.get(name);
        await context.print.record(found, apiView);
        if (context.format !== 'table' || context.options.quiet === true) return;
        await context.print.text('\n');
        await context.print.list(found.routes, routeView);
      }),
    );
  completeWith(command, apiNames);
};
