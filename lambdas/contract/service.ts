import * as environment from './environment.ts';
import { requireEnvironment } from './require-environment.ts';

/** What a deployment tells those who make screens and command lines for it. */
export interface ServiceDescription {
  /** The deployment's. */
  readonly name: string;
  /** Of Latchkey. */
  readonly version: string;
  /** Exactly as in the `iss` of people's access tokens; null where people do not sign in. */
  readonly issuer: string | null;
  /** Public OAuth clients at the issuer; null for one that there is not. */
  readonly clientIds: { readonly console: string | null; readonly commandLine: string | null };
  /** Whether people who are created can be given an account at the issuer. */
  readonly invites: boolean;
  readonly catalogue: Catalogue;
}

/** Names that access rights are likely to be about, to pick from: rights can name others as well. */
export interface Catalogue {
  readonly projects: readonly string[];
  readonly modules: readonly string[];
  readonly environments: readonly string[];
}

export function readServiceDescription(): ServiceDescription {
  return JSON.parse(requireEnvironment(environment.service)) as ServiceDescription;
}
