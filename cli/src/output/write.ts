import type { Output } from '../surroundings.ts';

/** Nobody reads the output any more: `latchkey keys list | head -1`. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/**
 * Writes, and waits until it has been taken.
 *
 * @throws OutputClosed where the reader has gone, or the disk is full
 */
export async function write(output: Output, text: string): Promise<void> {
  if (output.destroyed || output.writableEnded) throw new OutputClosed('nobody reads the output');
  await new Promise<void>((done, fail) => {
    output.write(text, (error) => {
      if (error == null) done();
      else fail(new OutputClosed('nobody reads the output', { cause: error }));
    });
  });
}
