import type { Random } from '../../domain/ports.ts';
import type { DirectoryLister } from '../../store/directory-listing.ts';
import type { ProtectedApiStore } from '../../store/protected-apis.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface ProtectedApiDependencies extends CommonDependencies {
  readonly apis: ProtectedApiStore;
  readonly lister: Pick<DirectoryLister, 'apis'>;
  readonly random: Random;
  /** Accounts whose gateways can be protected. */
  readonly gatewayAccounts: readonly string[];
}
