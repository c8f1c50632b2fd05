import { etagOf } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { addApiOptions, type ApiOptions, definitionOf } from './fields.ts';
import { apiNames, apiView } from './view.ts';

/** `latchkey apis update` */
export const addUpdateApi: AddCommand = (apis, run) => {
  const command = apis
    .command('update')
    .description('change what a protected API is; what is not given stays')
    .argument('<name>')
    .addHelpText(
      'after',
      examples(
        'latchkey apis update orders --enforcement deny',
        'latchkey apis update orders --file orders.yaml',
      ),
    )
    .action(
      run(async (context, options: ApiOptions, name: string) => {
        const given = await definitionOf(context, options);
        if (Object.keys(given).length === 0)
          throw usageFailure('there is nothing to change', 'See: latchkey apis update --help');
        const api = await context.api();
        const current = await api.apis.get(name);
        const { description, enforcement, people, unauthenticated, gateway, routes } = current;
        const definition = { description, enforcement, people, unauthenticated, gateway, routes, ...given };
        const changed = await api.apis.replace(name, definition, { ifMatch: etagOf(current) });
        await context.print.record(changed, apiView);
      }),
    );
  addApiOptions(command);
  completeWith(command, apiNames);
};
