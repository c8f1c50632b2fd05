import { type ExitCode, exitCodes } from './exit-code.ts';

/** Why a command ends without having done what it was asked for, in words for the person at the terminal. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** What to do next; null where nothing helps. */
  readonly advice: string | null;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed, advice: string | null = null) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** For arguments and options that are not understood, or do not go together. */
export function usageFailure(message: string, advice: string | null = null): Failure {
  return new Failure(message, exitCodes.usage, advice);
}
