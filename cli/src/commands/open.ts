import type { Latchkey } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import { completeWith } from './completion/candidates.ts';
import { keyId, keyNames } from './keys/find.ts';

/** `latchkey open` */
export const defineOpen: DefineCommand = (command, run) => {
  command
    .argument('[key]', 'the id or the name of a key whose page is meant')
    .option('--no-browser', 'print the address instead')
    .addHelpText(
      'after',
      examples('latchkey open', "latchkey open 'CI Pipeline'", 'latchkey open --no-browser'),
    )
    .action(
      run(async (context, { browser }: { browser: boolean }, key?: string) => {
        const api = await context.api();
        const address = await addressOf(context, api, key);
        if (!browser || context.options.quiet === true) return await context.print.text(`${address}\n`);
        try {
          await context.surroundings.openBrowser(address);
          await context.tell(`Opened ${address}`);
        } catch {
          await context.note('No browser could be opened here. The address is:');
          await context.print.text(`${address}\n`);
        }
      }),
    );
  completeWith(command, keyNames);
};

async function addressOf({ session }: Context, api: Latchkey, key: string | undefined): Promise<string> {
  const known = session.givenUrl === null ? (await session.profile())?.consoleUrl : null;
  const consoleUrl = known ?? (await api.config()).consoleUrl;
  if (consoleUrl === null) throw new Failure('this deployment has no console', exitCodes.notFound);
  if (key === undefined) return consoleUrl;
  return new URL(`api-keys/${await keyId(api, key)}`, consoleUrl.replace(/\/?$/, '/')).href;
}
