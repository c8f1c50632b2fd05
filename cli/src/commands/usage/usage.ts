import { type DefineCommand, examples } from '../../command.ts';
import { type RangeOptions, addRangeOptions, rangeOf } from '../range.ts';
import { printSummary } from './view.ts';

/** `latchkey usage` */
export const defineUsage: DefineCommand = (command, run) => {
  command
    .addHelpText('after', examples('latchkey usage', 'latchkey usage --from 2027-06-01 --output json'))
    .action(
      run(async (context, options: RangeOptions) => {
        const api = await context.api();
        await printSummary(context, await api.usage.overview(rangeOf(options)));
      }),
    );
  addRangeOptions(command);
};
