import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headingName } from './headings.ts';

const root = join(import.meta.dirname, '../..');

/** Documents whose commands are run, or listed in docs/README.md. */
export const commandDocuments = globSync(['README.md', 'docs/*.md'], { cwd: root }).toSorted();

/** A block of shell commands in a document. */
export interface ShellBlock {
  /** Relative to the repository. */
  readonly document: string;
  /** Of the section that it stands in, as GitHub names it in links. */
  readonly heading: string;
  /** What stands behind `sh` on the fence: `run`, or why no test runs it. */
  readonly mark: string;
  readonly commands: string;
}

/** The shell blocks of a document, in order. */
export function shellBlocks(document: string): ShellBlock[] {
  const text = readFileSync(join(root, document), 'utf8');
  const parts = text.matchAll(/^#+ +(.+)$|^( *)```sh(?: (\w+))?\n([^]*?)^\2```$/gm);
  const blocks: ShellBlock[] = [];
  let heading = '';
  for (const [, title, indentation = '', mark = '', commands = ''] of parts) {
    if (title === undefined) {
      const lines = commands.split('\n').map((line) => line.slice(indentation.length));
      blocks.push({ document, heading, mark, commands: lines.join('\n') });
    } else heading = headingName(title);
  }
  return blocks;
}

/** All that a document has its readers run, as one session of a shell; empty if it has nothing of the kind. */
export function sessionOf(document: string): string {
  const run = shellBlocks(document).filter(({ mark }) => mark === 'run');
  return run.map(({ commands }) => commands).join('\n');
}

/** The lines of getting started that all sessions begin with: where the API is, and the administrator's key. */
export function credentials(): string {
  const blocks = shellBlocks('docs/getting-started.md');
  return blocks.find(({ heading }) => heading === 'with-curl')?.commands ?? '';
}
