import type { Surroundings } from './surroundings.ts';

/** All of standard input, as text. */
export async function inputOf({ stdin }: Pick<Surroundings, 'stdin'>): Promise<string> {
  const { text } = await import('node:stream/consumers');
  return await text(stdin);
}
