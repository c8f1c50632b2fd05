import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { headingName } from './headings.ts';

const root = join(import.meta.dirname, '../..');
const documents = globSync(['*.md', '{bench,cli,clients,console,docs,examples,local}/**/*.md'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
});

/** What documents link to on this disk, with the heading if they name one. */
const links = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8').replace(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', heading]) =>
      [document, path === '' ? document : join(dirname(document), path), heading] as const,
  );
});

/** As GitHub names the headings of a document. */
function headingsOf(path: string): string[] {
  const headings = readFileSync(join(root, path), 'utf8').matchAll(/^#+ +(.+)$/gm);
  return [...headings].map(([, title = '']) => headingName(title));
}

test('what documents link to is there, with the heading that they name', () => {
  expect(links.length).toBeGreaterThan(100);
  const broken = links.filter(
    ([, path, heading]) =>
      !existsSync(join(root, path)) || (heading !== undefined && !headingsOf(path).includes(heading)),
  );
  expect(broken).toEqual([]);
});
