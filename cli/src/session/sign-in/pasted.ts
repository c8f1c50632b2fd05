import { createInterface } from 'node:readline/promises';
import type { Context } from '../../context.ts';

/**
 * The address that somebody pastes here after signing in on another computer. Where the input ends before, it never resolves.
 *
 * @param state of the attempt; another is asked for again
 */
export async function pastedRedirect(context: Context, state: string, signal: AbortSignal): Promise<URL> {
  const { stdin, stderr } = context.surroundings;
  await context.note('Then paste here the address that the browser ends at (http://localhost:…):');
  const lines = createInterface({ input: stdin, terminal: false });
  signal.addEventListener('abort', () => lines.close());
  if (signal.aborted) lines.close();
  for await (const line of lines) {
    const text = line.trim();
    if (text === '') continue;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url?.searchParams.get('state') === state) {
      lines.close();
      return url;
    }
    stderr.write(
      'That is not the address of this sign-in: it begins with http://localhost and has a code and a state.\n',
    );
  }
  return await new Promise<never>(() => {});
}
