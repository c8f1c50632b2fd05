import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandDocuments, sessionOf, shellBlocks } from './shell-blocks.ts';
import { shown } from './shown.ts';

/** Why no test runs a block, by the word on its fence; docs/README.md tells readers the same. */
const reasons: Readonly<Record<string, string>> = {
  account: 'it takes an AWS account',
  browser: 'it takes a person at a browser',
  install: 'every check begins with it',
  checks: 'it is the checks',
  terminals: 'it takes two terminals',
};

const blocks = commandDocuments.flatMap(shellBlocks);

test('each block of commands is run, or says why not', () => {
  expect(blocks.length).toBeGreaterThan(20);
  const marks = new Set(['run', ...Object.keys(reasons)]);
  expect(blocks.filter(({ mark }) => !marks.has(mark))).toEqual([]);
});

test('each document with commands to run is among those that are run', () => {
  expect(commandDocuments.filter((document) => sessionOf(document) !== '')).toEqual(
    Object.keys(shown).toSorted(),
  );
});

test('docs/README.md lists what is not run, each with its reason', () => {
  const index = readFileSync(join(import.meta.dirname, '../../docs/README.md'), 'utf8');
  const listed = [...index.matchAll(/^\| \[[^\]]+\]\(([^)]+)\) +\| ([^|]*[^| ]) +\|$/gm)].map(
    ([, link, why]) => `${link}: ${why}`,
  );
  const notRun = blocks
    .filter(({ mark }) => mark !== 'run')
    .map(({ document, heading, mark }) => {
      const path = document === 'README.md' ? '../README.md' : document.replace('docs/', '');
      return `${path}#${heading}: ${reasons[mark]}`;
    });
  expect(listed.toSorted()).toEqual([...new Set(notRun)].toSorted());
});
