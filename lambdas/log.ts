/** Prints one JSON line, without the prefix that Lambda gives lines of `console`. */
export function printLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Tells of a failure. Callers pass no secret, no path, no query and no body. */
export function logError(message: string, fields: object): void {
  printLine({ level: 'ERROR', message, ...fields });
}

/** Tells of what an operator should mend, though nobody was refused for it. */
export function logWarning(message: string, fields: object): void {
  printLine({ level: 'WARN', message, ...fields });
}

/** What of an error may be logged: its kind, text and stack, and those of its causes. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}
