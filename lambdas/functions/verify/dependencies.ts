import type { AnsweredCall } from '../../domain/usage/answered-call.ts';
import type { Authenticate, ExplainKey } from '../../verdict/index.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface VerifyDependencies extends CommonDependencies {
  readonly authenticate: Authenticate;
  readonly explainKey: ExplainKey;
  /** Prints the usage of a key that was verified. */
  readonly recordCall: (call: AnsweredCall) => void;
}
