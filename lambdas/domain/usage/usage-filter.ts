import type { UsageEntry, UsageOutcome } from '../../contract/usage.ts';
import { isAddressAllowed } from '../keys/allowed-addresses.ts';

/** What calls must be to be listed; what is left out may be anything. */
export interface UsageFilter {
  readonly outcome?: UsageOutcome | undefined;
  readonly code?: string | undefined;
  /** A path, or the beginning of paths and `*`. */
  readonly path?: string | undefined;
  /** An address or a CIDR block. */
  readonly address?: string | undefined;
  /** As `apiOf` names it. */
  readonly api?: string | undefined;
  readonly keyPrefix?: string | undefined;
}

/** The protected API that was called; `/` for this API's own routes, `/verify` where a service asked about the key. */
export function apiOf({ api, verified }: Pick<UsageEntry, 'api' | 'verified'>): string {
  return api ?? (verified === true ? '/verify' : '/');
}

/** True for a call that is all that is asked for. */
export function matchesUsage(entry: UsageEntry, filter: UsageFilter): boolean {
  const { outcome, code, path, address, api, keyPrefix } = filter;
  return (
    (outcome === undefined || entry.outcome === outcome) &&
    (code === undefined || entry.code === code) &&
    (path === undefined || isPathLike(entry.path, path)) &&
    (address === undefined || (entry.sourceIp !== null && isAddressAllowed(entry.sourceIp, [address]))) &&
    (api === undefined || apiOf(entry) === api) &&
    (keyPrefix === undefined || entry.keyPrefix === keyPrefix)
  );
}

function isPathLike(path: string | null, wanted: string): boolean {
  if (path === null) return false;
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}
