/**
 * Prints one JSON line on standard output, past `console`, which Lambda's text format would put a prefix before. Metric
 * and subscription filters pick lines by their members.
 */
export function printLine(fields: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}
