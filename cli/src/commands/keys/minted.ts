import type { MintedKey } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { View } from '../../output/view.ts';
import { OutputClosed } from '../../output/write.ts';
import { keyView } from './view.ts';

/** A key whose secret was made just now, which is what `--quiet` prints. */
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
  const { id, rotationEndsAt, warnings = [] } = minted;
  try {
    await context.print.record(minted, mintedView);
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
    const former =
      rotationEndsAt === null ? '' : ` (the former one works until ${rotationEndsAt}, or until you do that)`;
    throw new Failure(
      `the secret of the key ${id} was made, and could not be written`,
      undefined,
      `Make a new secret: latchkey keys rotate ${id}${former}`,
    );
  }
  for (const { message } of warnings) await context.note(`warning: ${message}`);
  if (context.format === 'table') await context.tell('This is the only time that the secret is shown.');
}
