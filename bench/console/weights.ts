import { brotliCompressSync } from 'node:zlib';
import type { Asked, Tab } from './tab.ts';

/** What a page takes over a network, compressed with Brotli, fonts aside. */
export interface PageWeight {
  readonly path: string;
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

export interface Weights {
  /** All that the list needs that one begins with. */
  readonly list: PageWeight;
  /** API calls until its first row is there. */
  readonly callsToFirstRow: number;
  /** What each other page needs beyond that. */
  readonly others: readonly PageWeight[];
}

/** @param paths of the other pages, as their addresses are */
export async function weighPages(tab: Tab, paths: readonly string[]): Promise<Weights> {
  const list = await tab.askedByList();
  const others: PageWeight[] = [];
  for (const path of paths) {
    const { files } = await tab.askedBy(path);
    const more = new Map([...files].filter(([name]) => !list.files.has(name)));
    others.push(weigh(path, more));
  }
  return { list: weigh('/api-keys', list.files), callsToFirstRow: list.apiCalls, others };
}

function weigh(path: string, files: Asked['files']): PageWeight {
  const of = (wanted: 'script' | 'stylesheet') =>
    [...files.values()]
      .filter(({ kind }) => kind === wanted)
      .reduce((sum, { content }) => sum + brotliCompressSync(content).length, 0);
  return { path, scriptBytes: of('script'), styleBytes: of('stylesheet') };
}
