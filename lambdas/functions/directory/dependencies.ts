import type { Random } from '../../domain/ports.ts';
import type { DirectoryLister } from '../../store/directory-listing.ts';
import type { RoleStore } from '../../store/roles.ts';
import type { UserStore } from '../../store/users.ts';
import type { MakeAccount } from './cognito-accounts.ts';
import type { CommonDependencies } from '../wiring.ts';

export interface DirectoryDependencies extends CommonDependencies {
  readonly users: UserStore;
  readonly roles: RoleStore;
  readonly lister: DirectoryLister;
  readonly random: Random;
  /** Null where people have no accounts with us. */
  readonly makeAccount: MakeAccount | null;
}
