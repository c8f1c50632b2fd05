import {
  ConnectionError,
  LatchkeyError,
  ProblemError,
  SecretLost,
  TimeoutError,
  UnexpectedAnswerError,
} from '@latchkey/client';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Failure } from './failure.ts';
import { masked } from './output/masking.ts';
import { printable } from './output/table.ts';
import { write } from './output/write.ts';
import type { Surroundings } from './surroundings.ts';

/** An error as it is told. */
export interface Report {
  readonly message: string;
  /** What to do next. */
  readonly advice: string | null;
  readonly requestId: string | null;
  readonly exitCode: ExitCode;
}

/** Tells what went wrong on standard error: what happened, what to do, and the id that the operator can look for. */
export async function reportError(error: unknown, { stderr, signal, env }: Surroundings): Promise<ExitCode> {
  if (signal.aborted) return exitCodes.interrupted;
  const { message, advice, requestId, exitCode } = reportOf(error, env);
  if (exitCode === exitCodes.interrupted) return exitCode;
  const lines = [
    `error: ${printable(message)}`,
    ...(advice === null ? [] : [printable(advice)]),
    ...(requestId === null ? [] : [`request: ${printable(requestId)}`]),
  ];
  await write(stderr, masked(lines.map((line) => `${line}\n`).join('')));
  return exitCode;
}

export function reportOf(error: unknown, env: Surroundings['env'] = {}): Report {
  const plain = { advice: null, requestId: null, exitCode: exitCodes.failed };
  if (error instanceof Failure) {
    return { ...plain, message: error.message, advice: error.advice, exitCode: error.exitCode };
  }
  if (error instanceof ProblemError) {
    const { message, code, requestId } = error;
    return {
      message: `${message} (${code})`,
      advice: adviceOn(error, (env['LATCHKEY_TOKEN'] ?? '').trim() !== ''),
      requestId,
      exitCode: exitCodeOf(error),
    };
  }
  if (error instanceof SecretLost) {
    return {
      ...plain,
      message: error.message,
      advice: `Make a new secret: latchkey keys rotate ${error.id}`,
    };
  }
  if (error instanceof ConnectionError || error instanceof TimeoutError) {
    const advice = error.mayHaveHappened
      ? 'It may have been done all the same: look before you repeat it.'
      : 'Check the address and the network, and try again.';
    return { ...plain, message: error.message, advice, exitCode: exitCodes.unavailable };
  }
  if (error instanceof UnexpectedAnswerError) {
    const advice = 'Check the address: latchkey status';
    return { ...plain, message: error.message, advice, requestId: error.requestId };
  }
  if (error instanceof LatchkeyError) return { ...plain, message: error.message };
  // Of a library, or a fault of ours: what it says may hold what it was given.
  const name = error instanceof Error ? error.name : 'unknown';
  return { ...plain, message: `something unforeseen happened (${name})`, advice: 'Try again with --debug.' };
}

function exitCodeOf({ status }: ProblemError): ExitCode {
  const codes: Readonly<Record<number, ExitCode>> = {
    400: exitCodes.usage,
    401: exitCodes.notSignedIn,
    403: exitCodes.forbidden,
    404: exitCodes.notFound,
    409: exitCodes.conflict,
    412: exitCodes.conflict,
    413: exitCodes.usage,
    415: exitCodes.usage,
    429: exitCodes.limited,
    503: exitCodes.unavailable,
  };
  return codes[status] ?? exitCodes.failed;
}

/** @param isOfVariable whether LATCHKEY_TOKEN holds the credential, which no sign-in replaces */
function adviceOn(
  { status, code, errors, missingScopes, retryAfter, type }: ProblemError,
  isOfVariable: boolean,
): string | null {
  const wait = retryAfter === null ? 'later' : `in ${retryAfter} s`;
  if (status === 401 && isOfVariable)
    return 'LATCHKEY_TOKEN comes before every profile: replace it, or unset it and sign in.';
  if (code === 'API_KEY_INVALID') return 'It was mistyped, rotated or deleted. Sign in: latchkey login';
  if (status === 401) return 'Sign in: latchkey login';
  if (code === 'USER_UNKNOWN' && status === 403) return 'Ask an administrator to add you as a user.';
  if (code === 'USER_UNKNOWN') return 'See: latchkey users list';
  if (errors.some(({ field }) => /^scopes\b/.test(field))) return 'See: latchkey scopes';
  if (status === 403 && missingScopes.length > 0) return `Missing: ${missingScopes.join(', ')}`;
  if (code === 'PRECONDITION_FAILED') return 'It was changed meanwhile: look at it again.';
  if (code === 'NAME_TAKEN') return 'Choose another name, or use the one that is there.';
  if (status === 429 || status === 503) return `Try again ${wait}.`;
  return type.startsWith('http') ? `More: ${type}` : null;
}
