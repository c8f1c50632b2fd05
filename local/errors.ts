/** A fault that the person at the terminal can mend. Its message is printed without a stack, and the exit code is 1. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** What was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return Error.isError(thrown) ? thrown : new Error(String(thrown));
}

/** The code of an error of Node.js, such as `ENOENT`. */
export function errorCode(thrown: unknown): unknown {
  return Error.isError(thrown) && 'code' in thrown ? thrown.code : undefined;
}

/** What an error is, where it was thrown, and what led to it: without any message, since that may quote a request. */
export function traceOf(thrown: unknown): string {
  const error = asError(thrown);
  const code = errorCode(error);
  const name = code === undefined ? error.name : `${error.name} ${JSON.stringify(code)}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? [] : [`caused by ${traceOf(error.cause)}`];
  return [name, ...frames, ...cause].join('\n');
}
