/** Tells of a failure. Callers pass no secret, no path, no query and no body. */
export function logError(message: string, fields: Readonly<Record<string, unknown>>): void {
  printLine({ level: 'ERROR', message, ...fields });
}

/** Prints one JSON line, past `console`, which Lambda's text format would put a prefix before. */
export function printLine(fields: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}

/** What of an error may be logged: its kind, text and stack, and those of its causes. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}
