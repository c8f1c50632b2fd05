import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { addApiOptions, type ApiOptions, definitionOf } from './fields.ts';
import { apiView } from './view.ts';

/** `latchkey apis create` */
export const addCreateApi: AddCommand = (apis, run) => {
  const command = apis
    .command('create')
    .description('protect an API: register its stage, and what each of its routes needs')
    .argument('<name>', 'of a–z, 0–9 and -')
    .addHelpText(
      'after',
      `
The file has at least gateway and routes:
  gateway: { accountId: "123456789012", apiId: a1b2c3, stage: prod }
  routes:
    - { method: GET, path: /orders, scopes: [database:read] }
${examples('latchkey apis create orders --file orders.yaml --enforcement observe')}`,
    )
    .action(
      run(async (context, options: ApiOptions, name: string) => {
        const { gateway, routes, ...others } = await definitionOf(context, options);
        if (gateway === undefined || routes === undefined)
          throw usageFailure('gateway and routes are missing', 'Give them in a file: --file api.yaml');
        const api = await context.api();
        await context.print.record(await api.apis.create({ name, gateway, routes, ...others }), apiView);
      }),
    );
  addApiOptions(command);
};
