import type { DeploymentSettings } from '../../contract/settings.ts';
import type { AnsweredCall } from '../../domain/usage/answered-call.ts';
import type { Authenticate, ExplainKey } from '../../verdict/index.ts';
import type { Clock } from '../../domain/ports.ts';
import type { SecretShape } from '../../domain/keys/secret-shape.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { DirectoryStore } from '../../store/directory.ts';

export interface VerifyDependencies {
  readonly settings: DeploymentSettings;
  readonly authenticate: Authenticate;
  readonly explainKey: ExplainKey;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly clock: Clock;
  /** Finds keys in text that is stored. */
  readonly secretShape: SecretShape;
  /** Tells of a call with a key that was verified. */
  readonly recordCall: (call: AnsweredCall) => void;
}
