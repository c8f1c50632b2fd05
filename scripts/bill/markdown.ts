/** A table as the formatter leaves it: cells padded to their column, columns of figures aligned right. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = headings.map((heading, at) => columnOf([heading, ...rows.map((row) => row[at] ?? '')]));
  const line = (at: number) => `| ${columns.map((cells) => cells.at(at)).join(' | ')} |`;
  return [line(0), line(-1), ...rows.map((_, at) => line(at + 1))].join('\n');
}

/** The cells of a column, padded, and after them its rule. */
function columnOf(cells: readonly string[]): string[] {
  const width = Math.max(3, ...cells.map((cell) => cell.length));
  const isFigures = cells.slice(1).every((cell) => /^[*]*[\d$–]/.test(cell));
  return [
    ...cells.map((cell) => (isFigures ? cell.padStart(width) : cell.padEnd(width))),
    isFigures ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  ];
}

/** Dollars as they stand on a bill: cents below a hundred. */
export function dollars(amount: number): string {
  const digits = amount < 100 ? 2 : 0;
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

export function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** The block of a document between its markers, replaced. */
export function replaceBlock(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- npm run bill: ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`no place for ${name}`);
  return `${text.slice(0, from + begin.length)}\n\n${block}\n\n${text.slice(to)}`;
}
