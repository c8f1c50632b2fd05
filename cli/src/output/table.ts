import type { Column } from './view.ts';

/** What could move the cursor or change colours: names come from other people. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const control = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of others as it may stand on a terminal: on one line, without control characters. */
export function printable(text: string): string {
  return text.replace(control, ' ');
}

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Lines of aligned columns under their titles. */
export async function tableOf<T>(
  records: readonly T[],
  columns: readonly Column<T>[],
  now: Date,
): Promise<string> {
  return await aligned([
    columns.map(({ title }) => title.toUpperCase()),
    ...records.map((record) => columns.map(({ value }) => printable(value(record, now)))),
  ]);
}

/** One record: a line for each column. */
export async function linesOf<T>(record: T, columns: readonly Column<T>[], now: Date): Promise<string> {
  return await aligned(columns.map(({ title, value }) => [`${title}:`, printable(value(record, now))]));
}

async function aligned(rows: string[][]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: plain,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
