import type { Context } from 'aws-lambda';

/** What a worker is told when it is made. */
export interface WorkerSetup {
  /** The module that exports the handler, without extension. */
  readonly modulePath: string;
  readonly exportName: string;
  /** Folder of certificates that the function trusts beside the usual ones. */
  readonly trustedFolder: string;
  /** What is the same for all events. */
  readonly context: Partial<Context>;
}

/** One event for a worker, which has one at a time. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly payload: string;
  readonly deadlineMs: number;
}

/** The error object that Lambda answers with and logs. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: FunctionError }
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: FunctionError };
