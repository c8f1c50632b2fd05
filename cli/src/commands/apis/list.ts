import { type AddCommand, examples } from '../../command.ts';
import { apiView } from './view.ts';

/** `latchkey apis list` */
export const addListApis: AddCommand = (apis, run) => {
  apis
    .command('list')
    .alias('ls')
    .description('list protected APIs')
    .addHelpText('after', examples('latchkey apis list', 'latchkey apis list --output yaml'))
    .action(
      run(async (context) => {
        const api = await context.api();
        await context.print.list(api.apis.list({}, { signal: context.surroundings.signal }), apiView);
      }),
    );
};
