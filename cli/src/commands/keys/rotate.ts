import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { expiresOption, expiryOf } from './fields.ts';
import { findKey, keyNames } from './find.ts';
import { printMinted } from './minted.ts';

interface RotateOptions {
  readonly grace?: string;
  readonly expires?: string;
}

/** `latchkey keys rotate` */
export const addRotateKey: AddCommand = (keys, run) => {
  const command = keys
    .command('rotate')
    .description('give an API key a new secret, and show it this once')
    .argument('<key>', 'its id or its name')
    .option(
      '--grace <duration>',
      'how long the former secret works on (24h, 7d); without it, it ends at once',
    )
    .addOption(expiresOption())
    .addHelpText(
      'after',
      examples(
        "latchkey keys rotate 'CI Pipeline' --grace 24h",
        "latchkey keys rotate 'CI Pipeline' --yes --quiet | pbcopy",
      ),
    )
    .action(
      run(async (context, { grace, expires }: RotateOptions, key: string) => {
        const api = await context.api();
        const { id, name, rotationEndsAt } = await findKey(api, key);
        const ending =
          grace === undefined || /^0+[a-z]$/i.test(grace)
            ? 'Its secret stops working at once.'
            : rotationEndsAt === null
              ? null
              : 'The secret that its last rotation retired stops working at once.';
        if (ending !== null) await context.confirm(`Rotate the key "${name}"? ${ending}`);
        const body = { ...(grace !== undefined && { gracePeriod: grace }), ...expiryOf(expires) };
        await printMinted(context, await api.keys.rotate(id, body));
      }),
    );
  completeWith(command, keyNames);
};
