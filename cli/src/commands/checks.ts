import type { Context } from '../context.ts';
import type { View } from '../output/view.ts';

/** One of several things that were looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const checkView: View<Check> = {
  columns: [
    { title: '', value: ({ ok }) => (ok ? 'ok' : 'NO') },
    { title: 'check', value: ({ name }) => name },
    { title: 'detail', value: ({ detail }) => detail },
  ],
  fields: ['name', 'ok', 'detail'],
  name: ({ name }) => name,
};

/** Shows checks line by line to people, and the whole `record` to programs. `--quiet` has the names of those that failed. */
export async function printChecks<T extends { readonly checks: readonly Check[] }>(
  context: Context,
  record: T,
  fields: readonly (keyof T & string)[],
): Promise<void> {
  const { checks } = record;
  if (context.options.quiet === true) {
    const failed = checks.filter(({ ok }) => !ok);
    return await context.print.list(failed, checkView);
  }
  if (context.format === 'table') return await context.print.list(checks, checkView);
  await context.print.record(record, { columns: [], fields, name: () => '' });
}
