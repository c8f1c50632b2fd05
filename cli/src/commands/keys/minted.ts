import type { MintedKey } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { View } from '../../output/view.ts';
import { OutputClosed } from '../../output/write.ts';
import { keyView } from './view.ts';

/** A key that was made just now: its secret is what `--quiet` prints. */
const mintedView: View<MintedKey> = {
  columns: [{ title: 'key', value: ({ key }) => key }, ...keyView.columns],
  details: keyView.details ?? [],
  fields: [...keyView.fields, 'key'],
  name: ({ key }) => key,
};

/**
 * Shows a secret, this once.
 *
 * @throws Failure that names the key, where the output breaks before it has been taken
 */
export async function printMinted(context: Context, minted: MintedKey): Promise<void> {
  try {
    await context.print.record(minted, mintedView);
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
    throw new Failure(
      `the key ${minted.id} was made, and its secret could not be written`,
      undefined,
      `Make a new secret: latchkey keys rotate ${minted.id}`,
    );
  }
  if (context.format === 'table' && context.options.quiet !== true) {
    await context.note('This is the only time that the secret is shown.');
  }
}
