import { csvLine } from './csv.ts';
import type { Format } from './format.ts';
import { linesOf, tableOf } from './table.ts';
import type { View } from './view.ts';
import { write } from './write.ts';
import type { Output } from '../surroundings.ts';

/** So many lines of a long list are aligned together. */
const tableLines = 500;

export interface PrinterOptions {
  readonly format: Format;
  /** Only the names of records. */
  readonly isQuiet: boolean;
  readonly now: () => Date;
  /** Tells a person that a table has no lines; programs get an empty list. */
  readonly tellEmpty: () => Promise<void>;
}

/** Writes what a command found to standard output, as the person or the program wants it. */
export class Printer {
  readonly #stdout: Output;
  readonly #options: PrinterOptions;

  constructor(stdout: Output, options: PrinterOptions) {
    this.#stdout = stdout;
    this.#options = options;
  }

  get format(): Format {
    return this.#options.format;
  }

  /** @throws OutputClosed where nobody reads any more */
  async text(text: string): Promise<void> {
    await write(this.#stdout, text);
  }

  /** One record: an object in JSON and YAML, one line in JSON Lines and CSV. */
  async record<T extends object>(record: T, view: View<T>): Promise<void> {
    const { format, isQuiet, now } = this.#options;
    if (isQuiet) return await this.text(`${view.name(record)}\n`);
    if (format === 'json') return await this.text(`${JSON.stringify(record, null, 2)}\n`);
    if (format === 'jsonl') return await this.text(`${JSON.stringify(record)}\n`);
    if (format === 'yaml') return await this.text(await yamlOf(record));
    if (format === 'csv') return await this.#csv([record], view);
    return await this.text(await linesOf(record, [...view.columns, ...(view.details ?? [])], now()));
  }

  /** A list, written as it comes: in JSON and YAML it is `items` of an object. */
  async list<T extends object>(records: AsyncIterable<T> | Iterable<T>, view: View<T>): Promise<void> {
    const { format, isQuiet } = this.#options;
    if (isQuiet) {
      for await (const record of records) await this.text(`${view.name(record)}\n`);
    } else if (format === 'json') await this.#json(records);
    else if (format === 'jsonl') {
      for await (const record of records) await this.text(`${JSON.stringify(record)}\n`);
    } else if (format === 'yaml') await this.#yaml(records);
    else if (format === 'csv') await this.#csv(records, view);
    else await this.#table(records, view);
  }

  async #json(records: AsyncIterable<object> | Iterable<object>): Promise<void> {
    let before = '{\n  "items": [';
    for await (const record of records) {
      await this.text(`${before}\n    ${JSON.stringify(record, null, 2).replaceAll('\n', '\n    ')}`);
      before = ',';
    }
    await this.text(before === ',' ? '\n  ]\n}\n' : `${before}]\n}\n`);
  }

  async #yaml(records: AsyncIterable<object> | Iterable<object>): Promise<void> {
    let isEmpty = true;
    for await (const record of records) {
      const item = (await yamlOf([record])).trimEnd().replaceAll('\n', '\n  ');
      await this.text(`${isEmpty ? 'items:\n' : ''}  ${item}\n`);
      isEmpty = false;
    }
    if (isEmpty) await this.text('items: []\n');
  }

  async #csv<T extends object>(records: AsyncIterable<T> | Iterable<T>, { fields }: View<T>): Promise<void> {
    await this.text(csvLine(fields));
    for await (const record of records) await this.text(csvLine(fields.map((field) => record[field])));
  }

  async #table<T extends object>(
    records: AsyncIterable<T> | Iterable<T>,
    { columns }: View<T>,
  ): Promise<void> {
    let [block, isEmpty]: [T[], boolean] = [[], true];
    const flush = async () => {
      if (block.length > 0) await this.text(await tableOf(block, columns, this.#options.now()));
      block = [];
    };
    for await (const record of records) {
      block.push(record);
      isEmpty = false;
      if (block.length === tableLines) await flush();
    }
    await flush();
    if (isEmpty) await this.#options.tellEmpty();
  }
}

async function yamlOf(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(value, { lineWidth: 0 });
}
