import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const readme = readFileSync(join(import.meta.dirname, '../../clients/typescript/README.md'), 'utf8');

/** The TypeScript between two headings of the client's README, or from its beginning to its end where one is null. */
function blocksBetween(from: string | null, to: string | null): string {
  const begin = from === null ? 0 : readme.indexOf(from);
  const end = to === null ? readme.length : readme.indexOf(to, begin);
  if (begin < 0 || end < 0) throw new Error(`The README of the client has no longer ${from} before ${to}`);
  const blocks = readme.slice(begin, end).matchAll(/^( *)```ts\n([^]*?)^\1```$/gm);
  return [...blocks].map(([, , block]) => block).join('\n');
}

/** What the README of the client shows, each as one program. */
export const readmePrograms = {
  client: blocksBetween(null, '## Protecting a backend'),
  express: blocksBetween('## Protecting a backend', '## Protecting a Lambda'),
  handler: blocksBetween('### A plain handler', '### With middy'),
  middy: blocksBetween('### With middy', null),
};
