import type { Random } from '../../domain/ports.ts';
import type { ListApiKeys } from '../../store/api-key-listing.ts';
import type { ApiKeyStore } from '../../store/api-keys.ts';
import type { HolderReader } from '../../store/holder-reader.ts';
import type { ProtectedApiStore } from '../../store/protected-apis.ts';
import type { ReadLastUses } from '../../store/last-use-reader.ts';
import type { FirstAnswerReader } from '../../store/first-answers.ts';
import type { PurgeStore } from '../../store/purge.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface ApiKeyDependencies extends CommonDependencies {
  readonly keys: ApiKeyStore;
  readonly purges: PurgeStore;
  readonly listKeys: ListApiKeys;
  readonly readLastUses: ReadLastUses;
  readonly holders: HolderReader;
  readonly apis: Pick<ProtectedApiStore, 'get'>;
  readonly firstAnswers: FirstAnswerReader;
  readonly random: Random;
}
